import { evaluate, iotContext, parsePolicy } from '@himeshima/aws-policy';

/**
 * Fictitious thing. A policy that allows this thing to act
 * for `otherThing` allows every device to act for every other device.
 */
const ownThing = 'audited-thing';
const otherThing = 'another-thing';

/**
 * Actions that a policy should not allow on another thing. Source: developer guide, "audit-chk-iot-policy-permissive".
 */
const foreignAccess: readonly (readonly [action: string, resource: string])[] = [
  ['iot:Publish', `topic/$aws/things/${otherThing}/shadow/update`],
  ['iot:Publish', `topic/$aws/things/${otherThing}/jobs/job/update`],
  ['iot:Receive', `topic/$aws/things/${otherThing}/shadow/update/accepted`],
  ['iot:Receive', `topic/$aws/things/${otherThing}/jobs/notify`],
  ['iot:Subscribe', `topicfilter/$aws/things/${otherThing}/shadow/update/accepted`],
  ['iot:Subscribe', `topicfilter/$aws/things/${otherThing}/jobs/notify`],
  ['iot:GetThingShadow', `thing/${otherThing}`],
  ['iot:UpdateThingShadow', `thing/${otherThing}`],
  ['iot:DeleteThingShadow', `thing/${otherThing}`],
];

/**
 * Returns whether a policy allows a device to connect with another device's client ID,
 * or to use other devices' shadows and jobs.
 * @param arnPrefix `arn:aws:iot:REGION:ACCOUNT`
 */
export function isOverlyPermissive(policy: string, arnPrefix: string): boolean {
  const policies = [{ name: 'audited', document: parsePolicy(policy) }];
  const thing = { type: undefined, attributes: {} };
  const as = (clientId: string) =>
    iotContext({
      clientId,
      certificateId: 'audited',
      attachedThings: [ownThing],
      thing: clientId === ownThing ? thing : undefined,
    });
  const may = (action: string, resource: string, clientId: string) =>
    evaluate({ policies, action, resource: `${arnPrefix}:${resource}`, context: as(clientId) }).decision === 'allowed';
  return (
    may('iot:Connect', `client/${otherThing}`, otherThing) ||
    foreignAccess.some(([action, resource]) => may(action, resource, ownThing))
  );
}
