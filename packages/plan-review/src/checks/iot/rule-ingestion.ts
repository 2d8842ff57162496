import type { Check } from '../check';
import { but } from '../example';
import { lacks, textAt } from '../resource';
import { soundRule } from './sound';

const all = "SELECT * FROM '$aws/rules/light/lights/+'";

export const iotRuleIngestion: Check = {
  id: 'iot-rule-ingestion',
  severity: 'minor',
  about: ['aws_iot_topic_rule'],
  reason: 'each message invokes a function: a burst of messages is throttled, and each invocation is billed',
  fix: 'a stream, a queue or Firehose between the rule and the function, or a WHERE that matches few messages',
  source: 'IoT Lens IOTREL05-BP01, IOTREL07-BP01',
  finds: (rule) => !lacks(rule, 'lambda') && /^SELECT\s(?!.*\sWHERE\s)/is.test(textAt(rule, 'sql') ?? ''),
  examples: {
    good: [
      soundRule,
      but(soundRule, 'aws_iot_topic_rule.light', { sql: all, lambda: [], kinesis: [{ stream_name: 'lights' }] }),
    ],
    bad: [but(soundRule, 'aws_iot_topic_rule.light', { sql: all })],
  },
};
