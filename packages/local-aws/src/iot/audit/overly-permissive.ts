import { evaluate, iotContext, parsePolicy } from '@himeshima/aws-policy';

/** Two things that nobody has: what one of them may do in the name of the other, every device may do to every other. */
const own = 'audited-thing';
const other = 'another-thing';

/** Another's: what each question of the audit is about. Developer guide, "audit-chk-iot-policy-permissive". */
const asked: readonly (readonly [action: string, resource: string])[] = [
  ['iot:Publish', `topic/$aws/things/${other}/shadow/update`],
  ['iot:Publish', `topic/$aws/things/${other}/jobs/job/update`],
  ['iot:Receive', `topic/$aws/things/${other}/shadow/update/accepted`],
  ['iot:Receive', `topic/$aws/things/${other}/jobs/notify`],
  ['iot:Subscribe', `topicfilter/$aws/things/${other}/shadow/update/accepted`],
  ['iot:Subscribe', `topicfilter/$aws/things/${other}/jobs/notify`],
  ['iot:GetThingShadow', `thing/${other}`],
  ['iot:UpdateThingShadow', `thing/${other}`],
  ['iot:DeleteThingShadow', `thing/${other}`],
];

/**
 * Whether a policy lets a device connect under a name that is not its own, or use shadows and jobs of others.
 * @param arnPrefix `arn:aws:iot:REGION:ACCOUNT`
 */
export function isOverlyPermissive(policy: string, arnPrefix: string): boolean {
  const policies = [{ name: 'audited', document: parsePolicy(policy) }];
  const thing = { type: undefined, attributes: {} };
  const as = (clientId: string) =>
    iotContext({
      clientId,
      certificateId: 'audited',
      attachedThings: [own],
      thing: clientId === own ? thing : undefined,
    });
  const may = (action: string, resource: string, clientId: string) =>
    evaluate({ policies, action, resource: `${arnPrefix}:${resource}`, context: as(clientId) }).decision === 'allowed';
  return may('iot:Connect', `client/${other}`, other) || asked.some(([action, resource]) => may(action, resource, own));
}
