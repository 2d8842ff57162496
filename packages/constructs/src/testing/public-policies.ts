import type { PolicyStatement } from '@himeshima/aws-policy';
import { isAnyInput, isUnknown } from './known-values';
import { readPolicies } from './policies';
import { principalsOf } from './principals';
import { type PublicAccessRule, settingRule } from './public-access-rule';
import { isInternet } from './public-networks';

/** Attributes with resource policies, by type. Excludes AWS IoT policies, which are attached to certificates. */
const resourcePolicies: Readonly<Record<string, string>> = {
  aws_api_gateway_rest_api: 'policy',
  aws_api_gateway_rest_api_policy: 'policy',
  aws_backup_vault_policy: 'policy',
  aws_cloudwatch_event_bus_policy: 'policy',
  aws_cloudwatch_log_destination_policy: 'access_policy',
  aws_cloudwatch_log_resource_policy: 'policy_document',
  aws_dynamodb_resource_policy: 'policy',
  aws_ecr_registry_policy: 'policy',
  aws_ecr_repository_policy: 'policy',
  aws_efs_file_system_policy: 'policy',
  aws_elasticsearch_domain: 'access_policies',
  aws_elasticsearch_domain_policy: 'access_policies',
  aws_glue_resource_policy: 'policy',
  aws_kinesis_resource_policy: 'policy',
  aws_kms_external_key: 'policy',
  aws_kms_key: 'policy',
  aws_kms_key_policy: 'policy',
  aws_kms_replica_key: 'policy',
  aws_opensearch_domain: 'access_policies',
  aws_opensearch_domain_policy: 'access_policies',
  aws_s3_access_point: 'policy',
  aws_s3_bucket: 'policy',
  aws_s3_bucket_policy: 'policy',
  aws_s3control_access_point_policy: 'policy',
  aws_secretsmanager_secret: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_sns_topic: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue: 'policy',
  aws_sqs_queue_policy: 'policy',
};

/**
 * Condition keys that limit a statement to known callers.
 * Source: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage", "The meaning of public"; IAM user guide, "AWS
 * global condition context keys"
 */
const restrictingKeys: ReadonlySet<string> = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceIp',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:SourceOwner',
    'aws:SourceVpc',
    'aws:SourceVpcArn',
    'aws:SourceVpce',
    'aws:VpcSourceIp',
    'aws:userid',
    'kms:CallerAccount',
    's3:DataAccessPointAccount',
    's3:DataAccessPointArn',
  ].map((key) => key.toLowerCase()),
);

/** Matches operators that require the key and a matching value, unlike `StringNotEquals`, `…IfExists` and `ForAllValues:…`. */
const restrictingOperators =
  /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/i;

const fix =
  'specify accounts or services in Principal, or add a condition such as StringEquals on aws:SourceAccount or aws:PrincipalOrgID';

/** Rules about resource-based policies. */
export const policyAccess: readonly PublicAccessRule[] = [
  ...Object.entries(resourcePolicies).map(
    ([type, path]): PublicAccessRule => ({
      types: [type],
      faultsOf(block, stack) {
        const { statements, unreadable } = readPolicies(stack, block, path);
        const open = statements.filter(({ statement }) => isPublic(statement));
        return [
          ...unreadable,
          ...open.map(({ label, subjects }) => ({ subjects, problem: `${label} allows everyone`, fix })),
        ];
      },
    }),
  ),
  {
    types: ['aws_lambda_permission'],
    faultsOf(permission, stack) {
      const limits = ['source_account', 'source_arn', 'principal_org_id'].map((name) => stack.read(permission, name));
      const principal = String(stack.read(permission, 'principal'));
      const isLimited = limits.some(
        (limit) => limit !== undefined && limit !== null && restricts('aws:SourceArn', String(limit)),
      );
      if (isLimited || !(principal === '*' || isAnyInput(principal))) return [];
      return [
        {
          problem: 'allows everyone to invoke the function',
          fix: 'set principal_org_id, source_account or source_arn',
        },
      ];
    },
  },
  settingRule({
    types: ['aws_lambda_function_url'],
    path: 'authorization_type',
    isPublic: (value) => value === 'NONE',
    problem: 'can be called without authentication',
    fix: 'set authorization_type to AWS_IAM',
  }),
];

function isPublic(statement: PolicyStatement): boolean {
  if (statement.Effect === 'Deny') return false;
  const isForEveryone = principalsOf(statement).some((principal) => principal === '*' || isAnyInput(principal));
  return isForEveryone && !Object.entries(statement.Condition).some(isRestricting);
}

const isRestricting = ([operator, keys]: [string, PolicyStatement['Condition'][string]]): boolean =>
  restrictingOperators.test(operator) &&
  Object.entries(keys).some(
    ([key, values]) => restrictingKeys.has(key.toLowerCase()) && values.every((value) => restricts(key, value)),
  );

/** Returns whether a condition value excludes arbitrary callers: not `*`, the internet, or an ARN in any account. */
function restricts(key: string, value: string): boolean {
  if (isAnyInput(value) || isInternet(value) || /^[*?:]*$/.test(value)) return false;
  if (isUnknown(value) || !/arn$/i.test(key)) return !/^\*/.test(value);
  const [prefix, , , , account, ...resource] = value.split(':');
  if (prefix !== 'arn') return !/^\*/.test(value);
  // the ARN of a bucket has no account, so check that the bucket name does not start with a wildcard
  return account === '' ? !/^[*?]/.test(resource.join(':')) : !/[*?]/.test(account ?? '*');
}
