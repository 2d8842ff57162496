import type { Check } from '../check';
import { but, policyOf } from '../example';
import { whereStatement } from '../statements';
import { soundPolicy } from './sound';

/** A client id of every name is bound by a condition, if at all: that is looked at where it connects. */
const everything = /^\*$|:(topic|topicfilter)\/\*$/;

export const iotPolicyWildcard: Check = {
  id: 'iot-policy-wildcard',
  severity: 'critical',
  about: ['aws_iot_policy'],
  reason: 'a compromised device can act as any other device, or do more',
  fix: 'list the actions and the topics that a device needs',
  source: 'IoT Lens IOTSEC04-BP01; AWS IoT Device Defender IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  finds: (policy) =>
    whereStatement(
      policy,
      ({ Effect, Action, Resource }) =>
        Effect === 'Allow' &&
        (Action === undefined ||
          Action.some((action) => action === '*' || action.toLowerCase() === 'iot:*') ||
          Resource === undefined ||
          Resource.some((resource) => everything.test(resource))),
    ),
  examples: {
    good: [soundPolicy],
    bad: [
      { Action: 'iot:*', Resource: 'arn:aws:iot:eu-west-1:1:topic/a' },
      { Action: 'iot:Publish', Resource: '*' },
      { Action: 'iot:Publish', Resource: 'arn:aws:iot:eu-west-1:1:topic/*' },
    ].map((statement) => but(soundPolicy, 'aws_iot_policy.device', { policy: policyOf(statement) })),
  },
};
