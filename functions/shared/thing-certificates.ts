import {
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
  ResourceNotFoundException,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';

/** `arn:aws:iot:REGION:ACCOUNT:cert/ID` → `ID` */
export const certificateIdOf = (arn: string) => arn.split('/').at(-1) ?? arn;

/** The certificates of things. */
export function thingCertificates(client: IoTClient) {
  return {
    /** ARNs; none of a thing that is gone. */
    async of(thing: string): Promise<readonly string[]> {
      try {
        const { principals = [] } = await client.send(new ListThingPrincipalsCommand({ thingName: thing }));
        return principals;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return [];
        throw error;
      }
    },

    /**
     * Ends what a certificate is good for: AWS IoT closes its connections. It is detached from its thing last, so that
     * who does this again after a failure still finds it.
     */
    async takeAway(thing: string, arn: string, newStatus: 'INACTIVE' | 'REVOKED'): Promise<void> {
      await client.send(new UpdateCertificateCommand({ certificateId: certificateIdOf(arn), newStatus }));
      const { policies = [] } = await client.send(new ListAttachedPoliciesCommand({ target: arn }));
      for (const { policyName } of policies) await client.send(new DetachPolicyCommand({ policyName, target: arn }));
      await client.send(new DetachThingPrincipalCommand({ thingName: thing, principal: arn }));
    },
  };
}
