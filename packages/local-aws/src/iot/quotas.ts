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

/** Quotas for Device Shadow: one rate limit per thing and one per account, each for all shadows and operations together. */
export const shadowRequestsPerSecondAndThing = 20;
export const shadowRequestsPerSecond = 4000;

export const maxRetainedMessages = 500_000;

/** Quotas for security and identity. */
export const maxPoliciesPerCertificate = 10;
export const maxPoliciesPerGroup = 2;
export const maxPolicyVersions = 5;
export const maxCertificatesWithSubject = 10;
export const maxRoleAliases = 100;
export const maxAuthorizers = 100;
export const maxActiveAuthorizers = 32;

/** Quotas for the registry. */
export const maxAttributes = 3;
export const maxAttributesWithType = 50;
export const maxSearchableAttributes = 3;
export const maxGroupAttributes = 50;
export const maxGroupDepth = 7;
export const maxChildGroups = 100;
export const maxGroupsOfThing = 10;
export const maxDynamicGroups = 100;
export const maxTags = 50;

/** Quotas for fleet indexing. */
export const maxCustomFields = 5;
export const maxIndexedShadows = 10;

/** Time in milliseconds for which a thing type must be deprecated before it can be deleted. */
export const thingTypeDeletionDelayMs = 300_000;

/** Time in milliseconds for which an AWS-managed domain must be disabled before its configuration can be deleted. */
export const managedDomainDeletionDelayMs = 7 * 86_400_000;

/** Quotas for the rules engine. */
export const maxActionsPerRule = 10;
export const maxRuleBytes = 256 * 1024;
export const maxRules = 1000;
export const maxRuleDestinations = 1000;

/** Quotas for fleet provisioning. */
export const maxTemplateBytes = 10 * 1024;
export const maxProvisioningTemplates = 256;
export const maxTemplateVersions = 5;

/**
 * Quotas for the supported API operations, in calls per second per account.
 * Operations that are not listed have no quota.
 */
export const apiCallsPerSecond: ReadonlyMap<string, number> = new Map([
  ['AddThingToBillingGroup', 60],
  ['AddThingToThingGroup', 60],
  ['AttachPolicy', 15],
  ['AttachPrincipalPolicy', 15],
  ['AttachThingPrincipal', 15],
  ['ClearDefaultAuthorizer', 10],
  ['CreateAuthorizer', 10],
  ['CreateBillingGroup', 25],
  ['CreateCertificateFromCsr', 15],
  ['CreateDynamicThingGroup', 5],
  ['CreatePolicy', 10],
  ['CreatePolicyVersion', 10],
  ['CreateProvisioningClaim', 10],
  ['CreateProvisioningTemplate', 10],
  ['CreateProvisioningTemplateVersion', 10],
  ['CreateRoleAlias', 10],
  ['CreateThing', 15],
  ['CreateThingGroup', 25],
  ['CreateThingType', 15],
  ['DeleteAuthorizer', 10],
  ['DeleteBillingGroup', 15],
  ['DeleteCACertificate', 10],
  ['DeleteCertificate', 10],
  ['DeleteDynamicThingGroup', 5],
  ['DeletePolicy', 10],
  ['DeletePolicyVersion', 10],
  ['DeleteProvisioningTemplate', 10],
  ['DeleteProvisioningTemplateVersion', 10],
  ['DeleteRegistrationCode', 10],
  ['DeleteRoleAlias', 10],
  ['DeleteThing', 15],
  ['DeleteThingGroup', 15],
  ['DeleteThingType', 15],
  ['DeprecateThingType', 15],
  ['DescribeAuthorizer', 10],
  ['DescribeBillingGroup', 100],
  ['DescribeCACertificate', 10],
  ['DescribeCertificate', 10],
  ['DescribeDefaultAuthorizer', 10],
  ['DescribeIndex', 10],
  ['DescribeProvisioningTemplate', 10],
  ['DescribeProvisioningTemplateVersion', 10],
  ['DescribeRoleAlias', 10],
  ['DescribeThing', 350],
  ['DescribeThingGroup', 100],
  ['DescribeThingType', 10],
  ['DetachPolicy', 15],
  ['DetachPrincipalPolicy', 15],
  ['DetachThingPrincipal', 15],
  ['GetCardinality', 15],
  ['GetEffectivePolicies', 50],
  ['GetIndexingConfiguration', 20],
  ['GetPercentiles', 15],
  ['GetPolicy', 10],
  ['GetPolicyVersion', 15],
  ['GetRegistrationCode', 10],
  ['GetStatistics', 15],
  ['ListAttachedPolicies', 15],
  ['ListAuthorizers', 10],
  ['ListBillingGroups', 10],
  ['ListCACertificates', 10],
  ['ListCertificates', 10],
  ['ListCertificatesByCA', 10],
  ['ListIndices', 5],
  ['ListPolicies', 10],
  ['ListPolicyPrincipals', 10],
  ['ListPolicyVersions', 10],
  ['ListPrincipalPolicies', 15],
  ['ListPrincipalThings', 10],
  ['ListProvisioningTemplateVersions', 10],
  ['ListProvisioningTemplates', 10],
  ['ListRoleAliases', 10],
  ['ListTagsForResource', 10],
  ['ListTargetsForPolicy', 10],
  ['ListThingGroups', 10],
  ['ListThingGroupsForThing', 10],
  ['ListThingPrincipals', 10],
  ['ListThingTypes', 10],
  ['ListThings', 10],
  ['ListThingsInBillingGroup', 25],
  ['ListThingsInThingGroup', 25],
  ['RegisterCACertificate', 10],
  ['RegisterCertificate', 10],
  ['RemoveThingFromBillingGroup', 15],
  ['RemoveThingFromThingGroup', 15],
  ['SearchIndex', 15],
  ['SetDefaultPolicyVersion', 10],
  ['TagResource', 10],
  ['TestAuthorization', 10],
  ['UntagResource', 10],
  ['UpdateBillingGroup', 15],
  ['UpdateCACertificate', 10],
  ['UpdateCertificate', 10],
  ['UpdateDynamicThingGroup', 5],
  ['UpdateIndexingConfiguration', 1],
  ['UpdateRoleAlias', 10],
  ['UpdateThing', 10],
  ['UpdateThingGroup', 15],
]);
