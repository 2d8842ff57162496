import type { Grant } from '../../aws/policy-document';
import { administeredKeyActions } from '../administered-keys';
import { type PipelineEnvironment, regional, type ServiceRights, tagging } from './service-rights';

/** Returns the conditional KMS permissions (KMS developer guide, "AWS KMS condition keys" and "ABAC for AWS KMS"). */
function keyRights({ account, region, names, protectData }: PipelineEnvironment): Grant {
  const key = `arn:aws:kms:${region}:${account}:key/*`;
  const { project } = names;
  return [
    {
      // The caller may use keys only through services, which test a key when an encrypted resource is created.
      Sid: 'UseKeysThroughServices',
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: key,
      Condition: { StringLike: { 'kms:ViaService': `*.${region}.amazonaws.com` } },
    },
    {
      Sid: 'GrantKeysToServices',
      Effect: 'Allow',
      Action: ['kms:CreateGrant'],
      Resource: key,
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      Sid: 'ChangeKeysOfTheProject',
      Effect: 'Allow',
      Action: ['kms:DisableKeyRotation', 'kms:UpdateKeyDescription', ...(protectData ? [] : administeredKeyActions)],
      Resource: key,
      Condition: { StringEquals: { 'aws:ResourceTag/project': project } },
    },
    {
      // The operator has the suffix IfExists, because a key that is being created does not have its tags yet.
      Sid: 'TagKeysOfTheProject',
      Effect: 'Allow',
      Action: tagging.map((action) => `kms:${action}`),
      Resource: key,
      Condition: { StringEqualsIfExists: { 'aws:ResourceTag/project': project } },
    },
  ];
}

/** Permissions for storage and account services: data, keys, logs, roles, budgets. */
export const dataAndAccounts: Readonly<Record<string, ServiceRights>> = {
  dynamodb: {
    types: ['aws_dynamodb_'],
    on: regional('dynamodb', 'table/*'),
    reads: ['DescribeContinuousBackups', 'DescribeTable', 'DescribeTimeToLive', 'ListTagsOfResource'],
    makes: ['CreateTable', 'DeleteTable', ...tagging, 'UpdateContinuousBackups', 'UpdateTable', 'UpdateTimeToLive'],
  },
  s3: {
    types: ['aws_s3_'],
    on: ({ names }) => [`arn:aws:s3:::${names.role('*')}`],
    reads: [
      'GetAccelerateConfiguration',
      'GetBucket*',
      'GetEncryptionConfiguration',
      'GetLifecycleConfiguration',
      'GetMetricsConfiguration',
      'GetReplicationConfiguration',
      'ListBucket',
      'ListTagsForResource',
    ],
    makes: [
      'CreateBucket',
      'DeleteBucket',
      'DeleteBucketPolicy',
      'PutBucket*',
      'PutEncryptionConfiguration',
      'PutLifecycleConfiguration',
      'PutMetricsConfiguration',
      ...tagging,
    ],
  },
  glue: {
    types: ['aws_glue_'],
    on: regional('glue', 'catalog', 'database/*', 'table/*'),
    reads: ['GetDatabase', 'GetPartitionIndexes', 'GetTable', 'GetTags'],
    makes: [
      'CreateDatabase',
      'CreateTable',
      'DeleteDatabase',
      'DeleteTable',
      ...tagging,
      'UpdateDatabase',
      'UpdateTable',
    ],
  },
  athena: {
    types: ['aws_athena_'],
    on: regional('athena', 'workgroup/*'),
    reads: ['GetNamedQuery', 'GetWorkGroup', 'ListTagsForResource'],
    makes: [
      'CreateNamedQuery',
      'CreateWorkGroup',
      'DeleteNamedQuery',
      'DeleteWorkGroup',
      ...tagging,
      'UpdateNamedQuery',
      'UpdateWorkGroup',
    ],
  },
  kms: {
    types: ['aws_kms_'],
    on: regional('kms', 'key/*', 'alias/*'),
    reads: ['DescribeKey', 'GetKeyPolicy', 'GetKeyRotationStatus', 'ListResourceTags'],
    makes: ['CreateAlias', 'DeleteAlias', 'EnableKeyRotation', 'UpdateAlias'],
    conditional: keyRights,
    withoutResource: { reads: ['ListAliases'], makes: ['CreateKey'] },
  },
  logs: {
    types: ['aws_cloudwatch_log_', 'aws_cloudwatch_query_definition'],
    on: regional('logs', '*'),
    reads: ['DescribeLogGroups', 'DescribeSubscriptionFilters', 'ListTagsForResource'],
    makes: [
      'AssociateKmsKey',
      'CreateLogGroup',
      'DeleteLogGroup',
      'DeleteRetentionPolicy',
      'DeleteSubscriptionFilter',
      'DisassociateKmsKey',
      'PutRetentionPolicy',
      'PutSubscriptionFilter',
      ...tagging,
    ],
    withoutResource: {
      reads: ['DescribeLogGroups', 'DescribeQueryDefinitions', 'DescribeResourcePolicies'],
      // these actions set up the log delivery of workflows and APIs (developer guides, "Logging using CloudWatch Logs")
      makes: [
        'CreateLogDelivery',
        'DeleteLogDelivery',
        'DeleteQueryDefinition',
        'GetLogDelivery',
        'ListLogDeliveries',
        'PutQueryDefinition',
        'PutResourcePolicy',
        'UpdateLogDelivery',
      ],
    },
  },
  iam: {
    types: ['aws_iam_'],
    on: ({ account, names }) => [
      `arn:aws:iam::${account}:role/${names.role('*')}`,
      `arn:aws:iam::${account}:policy/${names.role('*')}`,
      `arn:aws:iam::${account}:oidc-provider/*`,
      `arn:aws:iam::${account}:role/aws-service-role/ops.apigateway.amazonaws.com/*`,
    ],
    reads: [
      'GetOpenIDConnectProvider',
      'GetPolicy',
      'GetPolicyVersion',
      'GetRole',
      'GetRolePolicy',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
      'ListPolicyTags',
      'ListPolicyVersions',
      'ListRolePolicies',
    ],
    // the boundary denies creating roles without this boundary, and changing the pipeline's own roles
    makes: [
      'AttachRolePolicy',
      'CreateRole',
      'CreateServiceLinkedRole',
      'DeleteRole',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'PassRole',
      'PutRolePermissionsBoundary',
      'PutRolePolicy',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ],
  },
  budgets: {
    types: ['aws_budgets_'],
    on: ({ account }) => [`arn:aws:budgets::${account}:budget/*`],
    reads: ['ListTagsForResource', 'ViewBudget'],
    makes: ['ModifyBudget', ...tagging],
  },
};
