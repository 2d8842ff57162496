import type { Right } from '@himeshima/aws-policy';
import { isOfPipelines, pipelineSubjects } from './pipeline-subjects';
import type { PolicyKind } from './policies-by-type';

const lowercase = (service: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${service}:${name}`.toLowerCase());

/** Actions that, on any resource, let a principal gain the rights of others. Source: Checkov CKV_AWS_286 */
const escalating: ReadonlySet<string> = new Set([
  ...lowercase(
    'iam',
    'AddUserToGroup',
    'AttachGroupPolicy',
    'AttachRolePolicy',
    'AttachUserPolicy',
    'CreateAccessKey',
    'CreateLoginProfile',
    'CreatePolicyVersion',
    'PassRole',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'SetDefaultPolicyVersion',
    'UpdateAssumeRolePolicy',
    'UpdateLoginProfile',
  ),
  ...lowercase('sts', 'AssumeRole'),
]);

/** Actions that, on all secrets or parameters of an account, reveal the credentials of others. Source: Checkov CKV_AWS_107 */
const revealing: ReadonlySet<string> = new Set([
  ...lowercase('secretsmanager', 'BatchGetSecretValue', 'GetSecretValue'),
  ...lowercase('ssm', 'GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'),
]);

/** Matches any resource, and all resources of a kind in a service: `arn:aws:secretsmanager:*:*:secret:*`. */
const everyResource = /^(?:\*|arn:[^:]*:[^:]+:[^:]*:[^:]*:(?:[a-z-]+[:/])?\*)$/;

/** Matches the documents of AWS Systems Manager that run any command as an administrator. */
const anyCommand = /:document\/(?:AWS-Run(?:ShellScript|PowerShellScript)|\*)$/;

/** Returns whether a permission is too broad even for a new principal or resource. */
export function isAlwaysBroad(right: Right, kind: PolicyKind): boolean {
  const { action, resource = '', principal, conditions } = right;
  if (action === '*' || (action.endsWith(':*') && resource === '*')) return true;
  if (principal === '*' && conditions.length === 0) return true;
  if (kind === 'trust') return trustsAnyRepository(right);
  if (conditions.length > 0) return false;
  const name = action.toLowerCase();
  switch (kind) {
    case 'identity':
      return (
        (resource === '*' && escalating.has(name)) ||
        (revealing.has(name) && everyResource.test(resource)) ||
        (name === 'ssm:sendcommand' && (resource === '*' || anyCommand.test(resource)))
      );
    case 'device':
      return resource === '*' || /:(?:topic|topicfilter|client)\/[*#]$/.test(resource);
    default:
      return false;
  }
}

/** Matches subjects that pipelines of all repositories of an owner, or of everyone, have: `repo:shop/*`. */
const anyRepository = /^(?:\*|repo:(?:\*|[^/:]+\/\*)|project_path:[^:]*\/\*|organization:[^:]*:project:\*)/;

/** Matches conditions on other claims that limit the repository. */
const otherLimit = /:(?:repository|repository_id|repository_owner_id|project_id|namespace_id) /;

/**
 * Returns whether pipelines of all repositories of an owner, or of everyone, can assume a role. Source: Checkov CKV_AWS_358; GitHub
 * documentation, "Configuring OpenID Connect in Amazon Web Services"
 */
function trustsAnyRepository(right: Right): boolean {
  const subjects = pipelineSubjects(right);
  const isLimited = right.conditions.some((condition) => otherLimit.test(condition));
  return (
    isOfPipelines(right) && !isLimited && (subjects.length === 0 || subjects.some((one) => anyRepository.test(one)))
  );
}
