import type { Check } from '../check';
import { but } from '../example';
import { isnt } from '../resource';
import { soundRule } from './sound';

export const iotRuleSqlVersion: Check = {
  id: 'iot-rule-sql-version',
  severity: 'minor',
  about: ['aws_iot_topic_rule'],
  reason: 'version 2015-10-08 handles arrays, nested queries and missing values differently',
  fix: "sql_version = '2016-03-23'",
  source: 'IoT Lens IOTREL13-BP01; AWS IoT developer guide, "iot-rule-sql-version"',
  finds: (rule) => isnt(rule, 'sql_version', '2016-03-23'),
  examples: {
    good: [soundRule],
    bad: ['2015-10-08', undefined].map((sql_version) => but(soundRule, 'aws_iot_topic_rule.light', { sql_version })),
  },
};
