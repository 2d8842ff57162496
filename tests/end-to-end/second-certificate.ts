import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
} from '@aws-sdk/client-iot';
import type { DeviceIdentity } from '../../devices/device-connection';
import { makeKey } from '../../devices/provision';

/** Creates another certificate with the same policies for a thing, as a rotation does. */
export async function secondCertificate(iot: IoTClient, known: DeviceIdentity): Promise<DeviceIdentity> {
  const { csr, key } = await makeKey(known.thing);
  const create = new CreateCertificateFromCsrCommand({ certificateSigningRequest: csr, setAsActive: true });
  const { certificateArn, certificatePem = '' } = await iot.send(create);
  const { principals: [first = ''] = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName: known.thing }));
  const { policies = [] } = await iot.send(new ListAttachedPoliciesCommand({ target: first }));
  for (const { policyName } of policies)
    await iot.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
  await iot.send(new AttachThingPrincipalCommand({ thingName: known.thing, principal: certificateArn }));
  return { ...known, key, certificate: certificatePem };
}
