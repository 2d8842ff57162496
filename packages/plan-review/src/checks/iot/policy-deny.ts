import type { Check } from '../check';
import { but, policyOf } from '../example';
import { whereStatement } from '../statements';
import { soundPolicy } from './sound';

const ofMqtt = /:topic(filter)?\/(.*\/)?[+#](\/|$)/;
const denying = (resource: string) =>
  but(soundPolicy, 'aws_iot_policy.device', {
    policy: policyOf({ Effect: 'Deny', Action: 'iot:Subscribe', Resource: `arn:aws:iot:eu-west-1:1:${resource}` }),
  });

export const iotPolicyDeny: Check = {
  id: 'iot-policy-deny',
  severity: 'critical',
  about: ['aws_iot_policy'],
  reason: '+ and # are plain characters in a policy: the Deny does not match what it is meant to',
  fix: 'use * instead',
  source: 'IoT Lens IOTSEC04-BP01; AWS IoT developer guide, "pub-sub-policy"',
  finds: (policy) =>
    whereStatement(
      policy,
      ({ Effect, Resource = [] }) => Effect === 'Deny' && Resource.some((resource) => ofMqtt.test(resource)),
    ),
  examples: {
    good: [soundPolicy, denying('topicfilter/lights/*')],
    bad: [denying('topicfilter/lights/#'), denying('topicfilter/lights/+/power'), denying('topic/#')],
  },
};
