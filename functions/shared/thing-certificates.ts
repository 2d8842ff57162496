import {
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
  ResourceNotFoundException,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';

/** Returns the id of a certificate: `arn:aws:iot:REGION:ACCOUNT:cert/ID` → `ID`. */
export const certificateIdOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** Creates the functions that list and deactivate the certificates of things. */
export function thingCertificates(client: IoTClient) {
  return {
    /** Returns the ARNs of a thing's certificates; empty if the thing does not exist. */
    async certificateArnsOf(thing: string): Promise<readonly string[]> {
      try {
        const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName: thing }));
        return principals;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
      }
    },

    /**
     * Deactivates or revokes a certificate and detaches it; AWS IoT closes its connections. The certificate is detached from the thing last,
     * so a retry after a failure still finds the certificate.
     */
    async deactivate(thing: string, arn: string, newStatus: 'INACTIVE' | 'REVOKED'): Promise<void> {
      await client.send(new UpdateCertificateCommand({ certificateId: certificateIdOf(arn), newStatus }));
      const { policies = [] } = await client.send(new ListAttachedPoliciesCommand({ target: arn }));
      for (const { policyName } of policies) await client.send(new DetachPolicyCommand({ policyName, target: arn }));
      await client.send(new DetachThingPrincipalCommand({ thingName: thing, principal: arn }));
    },
  };
}
