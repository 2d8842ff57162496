/** Enforced quotas. docs/quotas.md lists their sources and the quotas that are not enforced. */

/** Quotas for the message broker and protocol. */
export const maxPayloadBytes = 128 * 1024;
export const maxFiltersPerSubscribe = 8;
export const maxSubscriptions = 50;
export const maxQos = 1;
export const maxClientIdLength = 128;
export const publishesPerSecond = 100;
export const bytesPerSecond = 512 * 1024;
export const maxInFlight = 100;
export const storedPerSecond = 10;
export const connectsPerSecondAndClient = 1;
export const connectsPerSecond = 500;

/** Quotas for Device Shadow. Rate limits apply to all shadows and operations together. */
export const shadowRequestsPerSecondAndThing = 20;
export const shadowRequestsPerSecond = 4000;

export const maxRetainedMessages = 500_000;

/** Quotas for security and identity. */
export const maxPoliciesPerCertificate = 10;
export const maxPoliciesPerGroup = 2;
export const maxPolicyVersions = 5;

/** Quotas for the registry. */
export const maxAttributes = 3;
export const maxAttributesWithType = 50;

/** Quotas for the rules engine. */
export const maxActionsPerRule = 10;
export const maxRuleBytes = 256 * 1024;

/** Quotas for fleet provisioning. */
export const maxTemplateBytes = 10 * 1024;

/**
 * Quotas for the supported API operations, in calls per second per account.
 * Operations that are not listed have no quota.
 */
export const apiCallsPerSecond: ReadonlyMap<string, number> = new Map([
  ['AttachPolicy', 15],
  ['AttachThingPrincipal', 15],
  ['CreateCertificateFromCsr', 15],
  ['CreatePolicyVersion', 10],
  ['DeleteCertificate', 10],
  ['DeletePolicyVersion', 10],
  ['DeleteThing', 15],
  ['DescribeCertificate', 10],
  ['DescribeIndex', 10],
  ['DescribeThing', 350],
  ['DetachPolicy', 15],
  ['DetachThingPrincipal', 15],
  ['GetPolicy', 10],
  ['GetPolicyVersion', 15],
  ['ListAttachedPolicies', 15],
  ['ListIndices', 5],
  ['ListPolicies', 10],
  ['ListPolicyVersions', 10],
  ['ListPrincipalThings', 10],
  ['ListThingPrincipals', 10],
  ['ListThings', 10],
  ['SearchIndex', 15],
  ['SetDefaultPolicyVersion', 10],
  ['UpdateCertificate', 10],
]);
