import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import type { Construct } from 'constructs';
import { policyJson, type Statement } from '../aws/policy-document';
import { DeclaredConstruct } from '../stack/declared-construct';
import type { NamedEnvironment, PhysicalNames } from '../stack/physical-names';
import { administeredKeyActions } from './administered-keys';

interface BoundaryProps extends Pick<NamedEnvironment, 'account'> {
  readonly names: PhysicalNames;
  /** Whether only an administrator may delete keys. */
  readonly protectData: boolean;
}

/**
 * Permissions boundary of the pipeline's roles and of all roles that it creates, including the roles of functions, rules and
 * workflows. The boundary itself grants nothing. Without it, the pipeline could create an administrator role and assume that role
 * (IAM user guide, "Permissions boundaries", "Delegating responsibility to others").
 */
export class Boundary extends DeclaredConstruct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BoundaryProps) {
    super(scope, id);
    const policy = new IamPolicy(this, 'Default', {
      name: props.names.boundary,
      description: 'The most that a role of the pipeline, or one that it makes, can do',
      policy: policyJson(boundaryOf(props)),
    });
    this.arn = policy.arn;
  }
}

/** Prefixes of the AWS services that the platform's roles may use. */
const services = [
  'apigateway',
  'athena',
  'budgets',
  'cloudwatch',
  'cognito-idp',
  'dynamodb',
  'events',
  'execute-api',
  'firehose',
  'glue',
  'iot',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  's3',
  'sns',
  'sqs',
  'states',
  'tag',
  'xray',
];

/** Prefixes of the IAM actions that modify resources. */
const verbs = ['Add', 'Attach', 'Create', 'Delete', 'Detach', 'Pass', 'Put', 'Remove', 'Set', 'Tag', 'Untag', 'Update'];

function boundaryOf({ account, names, protectData }: BoundaryProps): readonly Statement[] {
  const iam = (path: string) => `arn:aws:iam::${account}:${path}`;
  const state = `arn:aws:s3:::${names.stateBucket({ account })}`;
  const boundary = names.boundaryArn({ account });
  return [
    {
      Sid: 'WhatThePlatformIsMadeOf',
      Effect: 'Allow',
      Action: services.map((service) => `${service}:*`),
      Resource: '*',
    },
    {
      // exclude CloudFormation stacks, because a stack update runs with the stack's role, possibly an administrator's
      // (CloudFormation user guide, "AWS CloudFormation service role")
      Sid: 'CloudControl',
      Effect: 'Allow',
      Action: ['Create', 'Delete', 'Get', 'List', 'Update'].map((verb) => `cloudformation:${verb}Resource*`),
      Resource: '*',
    },
    {
      // exclude users, groups, access keys and account settings
      Sid: 'RolesOfThePlatform',
      Effect: 'Allow',
      Action: ['iam:*'],
      Resource: [iam(`role/${names.role('*')}`), iam(`policy/${names.role('*')}`), iam('oidc-provider/*')],
    },
    {
      // API Gateway creates this service-linked role with the first WebSocket API of an account
      Sid: 'RoleOfApiGateway',
      Effect: 'Allow',
      Action: ['iam:CreateServiceLinkedRole'],
      Resource: iam('role/aws-service-role/ops.apigateway.amazonaws.com/*'),
    },
    {
      Sid: 'NoRoleBeyondThisBoundary',
      Effect: 'Deny',
      Action: ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:PutRolePermissionsBoundary', 'iam:PutRolePolicy'],
      Resource: '*',
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundary } },
    },
    {
      Sid: 'TheBoundaryStays',
      Effect: 'Deny',
      Action: [
        'iam:CreatePolicyVersion',
        'iam:DeletePolicy',
        'iam:DeletePolicyVersion',
        'iam:SetDefaultPolicyVersion',
        'iam:TagPolicy',
        'iam:UntagPolicy',
      ],
      Resource: boundary,
    },
    { Sid: 'NoRoleLosesIt', Effect: 'Deny', Action: ['iam:DeleteRolePermissionsBoundary'], Resource: '*' },
    {
      // only an administrator may change the pipeline's permissions
      Sid: 'ThePipelineStays',
      Effect: 'Deny',
      Action: verbs.map((verb) => `iam:${verb}*`),
      // include the policy shared by the deploy role and the plan role, because jobs on any branch may assume the plan role
      Resource: ['role', 'policy']
        .map((kind) => iam(`${kind}/${names.role('pipeline-*')}`))
        .concat(iam('oidc-provider/*')),
    },
    ...(protectData ? [keysStay] : []),
    {
      Sid: 'TheStateStays',
      Effect: 'Deny',
      Action: [
        's3:DeleteBucket',
        's3:DeleteBucketPolicy',
        's3:DeleteObjectVersion',
        's3:PutBucketOwnershipControls',
        's3:PutBucketPolicy',
        's3:PutBucketPublicAccessBlock',
        's3:PutBucketVersioning',
        's3:PutEncryptionConfiguration',
        's3:PutLifecycleConfiguration',
      ],
      Resource: [state, `${state}/*`],
    },
  ];
}

/**
 * Denies the actions that only an administrator may call on keys. Otherwise, the pipeline could create a role with more key
 * permissions than its own.
 */
const keysStay: Statement = {
  Sid: 'KeysStay',
  Effect: 'Deny',
  Action: [...administeredKeyActions, 'kms:DisableKey'],
  Resource: '*',
};
