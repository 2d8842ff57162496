import type { Check } from '../check';
import { but, policyOf } from '../example';
import { whereStatement } from '../statements';
import { soundPolicy, thingName } from './sound';

const client = 'arn:aws:iot:eu-west-1:1:client';
const connecting = (statement: object) =>
  but(soundPolicy, 'aws_iot_policy.device', {
    policy: policyOf({ Action: 'iot:Connect', Resource: `${client}/*`, ...statement }),
  });

export const iotPolicyConnect: Check = {
  id: 'iot-policy-connect',
  severity: 'critical',
  about: ['aws_iot_policy'],
  reason: 'a device can connect with the client id of another one and disconnect it',
  fix: 'client/${iot:Connection.Thing.ThingName}, or the condition iot:Connection.Thing.IsAttached',
  source: 'IoT Lens IOTSEC01-BP01; AWS IoT Device Defender IOT_POLICY_OVERLY_PERMISSIVE_CHECK',
  finds: (policy) =>
    whereStatement(policy, ({ Effect, Action = [], Resource = [], Condition }) => {
      if (Effect === 'Deny' || !Action.some((action) => action.toLowerCase() === 'iot:connect')) return false;
      const keys = Object.values(Condition).flatMap(Object.keys);
      if (keys.some((key) => key.toLowerCase() === 'iot:connection.thing.isattached')) return false;
      return !Resource.every((resource) => resource.toLowerCase().includes('${iot:connection.thing.thingname}'));
    }),
  examples: {
    good: [
      soundPolicy,
      connecting({ Resource: `${client}/${thingName}-*` }),
      connecting({ Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } }),
    ],
    bad: [connecting({}), connecting({ Resource: `${client}/light-1` })],
  },
};
