import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundRule } from './sound';

export const iotRuleErrorAction: Check = {
  id: 'iot-rule-error-action',
  severity: 'major',
  about: ['aws_iot_topic_rule'],
  reason: 'a message whose action fails is gone',
  fix: 'error_action to a queue or a bucket that somebody watches',
  source: 'IoT Lens IOTREL10-BP01',
  finds: (rule) => lacks(rule, 'error_action'),
  examples: { good: [soundRule], bad: [but(soundRule, 'aws_iot_topic_rule.light', { error_action: undefined })] },
};
