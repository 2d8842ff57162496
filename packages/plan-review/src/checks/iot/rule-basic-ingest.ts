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
  reason: 'messages that are only stored are billed as messages, although no device subscribes to them',
  fix: 'publish to $aws/rules/NAME/…, which is free; accept the finding if devices subscribe to the topic',
  source: 'IoT Lens IOTSUS02-BP01, IOTCOST03-BP05',
  finds: (rule) =>
    stores.some((store) => !lacks(rule, store)) && /\sFROM\s+'(?!\$aws\/)/i.test(textAt(rule, 'sql') ?? ''),
  examples: {
    good: [soundRule, storing('$aws/rules/light/lights/+'), storing('$aws/things/+/shadow/update/documents')],
    bad: [storing('lights/+')],
  },
};
