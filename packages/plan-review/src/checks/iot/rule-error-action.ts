import type { Check } from '../check';
import { but } from '../example';
import { lacks } from '../resource';
import { soundRule } from './sound';

export const iotRuleErrorAction: Check = {
  id: 'iot-rule-error-action',
  severity: 'major',
  about: ['aws_iot_topic_rule'],
  reason: 'a message is lost if an action fails',
  fix: 'error_action to a monitored queue or bucket',
  source: 'IoT Lens IOTREL10-BP01',
  finds: (rule) => lacks(rule, 'error_action'),
  examples: { good: [soundRule], bad: [but(soundRule, 'aws_iot_topic_rule.light', { error_action: undefined })] },
};
