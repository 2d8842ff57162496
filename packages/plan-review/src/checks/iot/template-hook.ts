import type { Check } from '../check';
import { but } from '../example';
import { is, lacks } from '../resource';

const sound = {
  aws_iot_provisioning_template: {
    light: {
      name: 'light',
      enabled: true,
      provisioning_role_arn: 'arn:aws:iam::1:role/p',
      template_body: '{}',
      pre_provisioning_hook: { target_arn: 'arn:aws:lambda:eu-west-1:1:function:hook' },
    },
  },
};

export const iotTemplateHook: Check = {
  id: 'iot-template-hook',
  severity: 'critical',
  about: ['aws_iot_provisioning_template'],
  reason: 'anyone with the claim certificate can register any number of devices',
  fix: 'pre_provisioning_hook: a function that checks serial numbers',
  source: 'IoT Lens IOTOPS04-BP01, IOTOPS05-BP02',
  finds: (template) => !is(template, 'type', 'JITP') && lacks(template, 'pre_provisioning_hook'),
  examples: {
    good: [sound],
    bad: [but(sound, 'aws_iot_provisioning_template.light', { pre_provisioning_hook: undefined })],
  },
};
