import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  DescribeCertificateCommand,
  type IoTClient,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import * as z from 'zod/mini';
import { parse } from '../shared/parse-input';

export interface NewCertificate {
  readonly id: string;
  readonly arn: string;
  readonly pem: string;
}

// In the SDK's types, every field of a response is optional.
const Certificate = z.pipe(
  z.object({ certificateId: z.string(), certificateArn: z.string(), certificatePem: z.string() }),
  z.transform(({ certificateId: id, certificateArn: arn, certificatePem: pem }) => ({ id, arn, pem })),
);

/** Creates the functions that issue certificates. @param policy name of the device policy */
export function newCertificates(client: IoTClient, policy: string) {
  return {
    /** Creates an inactive, unattached certificate. @param certificateSigningRequest in PEM */
    async create(certificateSigningRequest: string): Promise<NewCertificate> {
      const create = new CreateCertificateFromCsrCommand({ certificateSigningRequest, setAsActive: false });
      return parse(Certificate, await client.send(create), 'new certificate');
    },

    async describe(certificateId: string): Promise<NewCertificate> {
      const { certificateDescription } = await client.send(new DescribeCertificateCommand({ certificateId }));
      return parse(Certificate, certificateDescription, `certificate ${certificateId}`);
    },

    /** Attaches and activates the certificate, so that the device can connect as the thing. Idempotent. */
    async enable(thing: string, { id, arn }: NewCertificate): Promise<void> {
      await client.send(new AttachPolicyCommand({ policyName: policy, target: arn }));
      await client.send(new AttachThingPrincipalCommand({ thingName: thing, principal: arn }));
      await client.send(new UpdateCertificateCommand({ certificateId: id, newStatus: 'ACTIVE' }));
    },
  };
}
