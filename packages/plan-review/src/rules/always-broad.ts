import { covers, type Right } from '@himeshima/aws-policy';
import { isOfPipelines, pipelineSubjects, wildcard } from './pipeline-subjects';
import type { PolicyKind } from './policies-by-type';

/** Permission that reveals the credentials of others, gives control of machines, or lets a principal gain the rights of others. */
interface Power {
  readonly actions: readonly string[];
  /** Resources that stand for all of their kind. A pattern that covers one of them covers nearly all. */
  readonly anyOf: readonly string[];
  /** Description, to append to "allows". Undefined if the action says enough. */
  readonly says?: string;
}

const inService = (service: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `${service}:${name.toLowerCase()}`);

/**
 * Powers of roles, users and groups. Source: Checkov CKV_AWS_107 and CKV_AWS_286; AWS Systems Manager user guide, "Setting up Run Command"
 */
const powers: readonly Power[] = [
  {
    actions: inService('secretsmanager', 'BatchGetSecretValue', 'GetSecretValue'),
    anyOf: ['secret:q7-Ab1Cd2'],
    says: 'reading every secret of the account',
  },
  {
    actions: inService('ssm', 'GetParameter', 'GetParameterHistory', 'GetParameters', 'GetParametersByPath'),
    anyOf: ['parameter/q7'],
    says: 'reading every parameter of the account',
  },
  {
    actions: inService('s3', 'GetObject', 'GetObjectVersion'),
    anyOf: ['q7/q7'],
    says: 'reading every object in every bucket',
  },
  {
    actions: inService('s3', 'DeleteObject', 'DeleteObjectVersion', 'PutObject'),
    anyOf: ['q7/q7'],
    says: 'changing every object in every bucket',
  },
  {
    actions: inService('dynamodb', 'BatchGetItem', 'GetItem', 'Query', 'Scan'),
    anyOf: ['table/q7'],
    says: 'reading every table',
  },
  {
    actions: inService('ssm', 'SendCommand'),
    anyOf: ['document/AWS-RunShellScript', 'document/AWS-RunPowerShellScript'],
    says: 'running any command on machines',
  },
  {
    actions: [
      ...inService(
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
      ...inService('sts', 'AssumeRole'),
    ],
    anyOf: ['role/q7', 'user/q7', 'group/q7', 'policy/q7'],
  },
];

/** Returns the resource in the pattern of an ARN: `secret:*` for `arn:aws:secretsmanager:*:*:secret:*`. */
function resourceIn(pattern: string): string {
  const parts = pattern.split(':');
  return parts.length > 5 ? parts.slice(5).join(':') : pattern.endsWith('*') ? '*' : pattern;
}

const everythingBut = /^everything but /;

const hasPower = ({ action, resource = '' }: Right, { actions, anyOf }: Power): boolean =>
  actions.some((name) => covers(action.toLowerCase(), name)) &&
  (everythingBut.test(resource) || anyOf.some((one) => covers(resourceIn(resource), one)));

/** Describes a powerful permission of a role, user or group: `reading every secret of the account`. */
export const effectOf = (right: Right): string | undefined =>
  right.conditions.length > 0 || right.action.endsWith('*')
    ? undefined
    : powers.find((power) => hasPower(right, power))?.says;

/** Returns whether a permission is too broad even for a new principal or resource. */
export function isAlwaysBroad(right: Right, kind: PolicyKind): boolean {
  const { action, resource = '', principal, conditions } = right;
  const isEverywhere = /^\*+$/.test(resource);
  if (/^\*+$/.test(action) || (everythingBut.test(action) && isEverywhere)) return true;
  if (action.endsWith(':*') && isEverywhere) return true;
  if (principal === '*' && conditions.length === 0) return true;
  if (kind === 'trust') return trustsAnyRepository(right);
  if (conditions.length > 0) return false;
  switch (kind) {
    case 'identity':
      return powers.some((power) => hasPower(right, power));
    case 'device':
      return resource === '*' || /:(?:topic|topicfilter|client)\/[*#]$/.test(resource);
    default:
      return false;
  }
}

/** Matches the part of a subject that names the owner and the repository, without wildcards. */
const oneRepository =
  /^(?:repo:[^*?/:]+\/[^*?:]+:|project_path:[^*?:]+:|organization:[^*?:]+:project:[^*?:]+:)|^(?!repo|project|organization)[^*?]+/;

/** Matches conditions on other claims that limit the repository. */
const otherLimit = /:(?:repository|repository_id|project_id|namespace_id) [^*?]+$/;

/**
 * Returns whether pipelines of all repositories of an owner, or of everyone, can assume a role. Source: Checkov CKV_AWS_358; GitHub
 * documentation, "Configuring OpenID Connect in Amazon Web Services"; GitLab and HCP Terraform documentation on OpenID Connect
 */
function trustsAnyRepository(right: Right): boolean {
  if (!isOfPipelines(right) || right.conditions.some((condition) => otherLimit.test(condition))) return false;
  const { subjects, isExact } = pipelineSubjects(right);
  return subjects.length === 0 || (!isExact && subjects.some((one) => wildcard.test(one) && !oneRepository.test(one)));
}
