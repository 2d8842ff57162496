import type { Check } from '../check';
import { but } from '../example';
import { lacks, textAt } from '../resource';
import { soundRule } from './sound';

const storing = (topic: string) =>
  but(soundRule, 'aws_iot_topic_rule.light', {
    sql: `SELECT * FROM '${topic}'`,
    lambda: [],
    kinesis: [{ stream_name: 'lights' }],
  });
/** Where data goes that nobody waits for. */
const stores = ['kinesis', 'firehose', 'kafka', 's3', 'timestream'];

export const iotRuleBasicIngest: Check = {
  id: 'iot-rule-basic-ingest',
  severity: 'info',
  about: ['aws_iot_topic_rule'],
  reason: 'what is only stored is paid as a message, though no device listens to it',
  fix: 'let devices publish to $aws/rules/NAME/…, which costs nothing; accept it where devices do listen',
  source: 'IoT Lens IOTSUS02-BP01, IOTCOST03-BP05',
  finds: (rule) =>
    stores.some((store) => !lacks(rule, store)) && /\sFROM\s+'(?!\$aws\/)/i.test(textAt(rule, 'sql') ?? ''),
  examples: {
    good: [soundRule, storing('$aws/rules/light/lights/+'), storing('$aws/things/+/shadow/update/documents')],
    bad: [storing('lights/+')],
  },
};
