import type { Check } from '../check';
import { but } from '../example';
import { textAt } from '../resource';
import { soundRule } from './sound';

const selecting = (sql: string) => but(soundRule, 'aws_iot_topic_rule.light', { sql });

export const iotRuleEverything: Check = {
  id: 'iot-rule-everything',
  severity: 'major',
  about: ['aws_iot_topic_rule'],
  reason: 'every message triggers the rule, including those that its own actions publish',
  fix: 'narrow the topics in FROM, or add a WHERE',
  source: 'IoT Lens IOTPERF05-BP01',
  finds: (rule) => /\sFROM\s+'(\+\/)*#'\s*$/i.test(textAt(rule, 'sql') ?? ''),
  examples: {
    good: [soundRule, selecting("SELECT * FROM 'lights/#' WHERE v = 1")],
    // a rule that filters nothing and calls a function is another finding
    bad: [but(selecting("SELECT * FROM '#'"), 'aws_iot_topic_rule.light', { lambda: [] })],
  },
};
