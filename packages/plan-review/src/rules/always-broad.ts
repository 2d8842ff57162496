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

/** Matches any resource, and all resources of a kind in a service: `arn:aws:secretsmanager:*:*:secret:*`. */
const everyResource = /^(?:\*|arn:[^:]*:[^:]+:[^:]*:[^:]*:(?:[a-z-]+[:/])?\*)$/;

/** Permission that reveals the credentials of others, or gives control of machines. */
interface Effect {
  readonly actions: RegExp;
  readonly resources: RegExp;
  /** Description, to append to "allows". */
  readonly says: string;
}

/** Effects of permissions in policies of roles, users and groups. Source: Checkov CKV_AWS_107; AWS Systems Manager user guide, "Setting up Run Command" */
const effects: readonly Effect[] = [
  {
    actions: /^secretsmanager:(?:batch)?getsecretvalue$/i,
    resources: everyResource,
    says: 'reading every secret of the account',
  },
  {
    actions: /^ssm:getparameter(?:s|sbypath|history)?$/i,
    resources: everyResource,
    says: 'reading every parameter of the account',
  },
  {
    actions: /^ssm:sendcommand$/i,
    resources: /^\*$|:document\/(?:AWS-Run(?:ShellScript|PowerShellScript)|\*)$/,
    says: 'running any command on machines',
  },
];

/** Describes the effect of a powerful permission of a role, user or group: `reading every secret of the account`. */
export const effectOf = ({ action, resource = '', conditions }: Right): string | undefined =>
  conditions.length > 0
    ? undefined
    : effects.find(({ actions, resources }) => actions.test(action) && resources.test(resource))?.says;

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
      return (resource === '*' && escalating.has(name)) || effectOf(right) !== undefined;
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
