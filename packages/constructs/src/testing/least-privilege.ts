import type { Block } from '@himeshima/terraform-json';
import { supportsResources } from '../checks/action-resources';
import { textsOf } from './block-values';
import { type DeclaredStack, declaredStack, type StackInput } from './declared-stack';
import { type Accepts, type Finding, rejectFindings } from './findings';
import { isAnyInput } from './known-values';
import { type PlacedStatement, readPolicies } from './policies';
import { principalsOf } from './principals';

export interface LeastPrivilegeOptions {
  /**
   * Reasons for accepting faults, by address and Sid, or by address and action: `{ 'aws_iam_policy.boundary: Services': 'A
   * boundary grants nothing.' }`. A policy that cannot be read is accepted by address and attribute: `'aws_iam_role_policy.jobs:
   * policy'`.
   * @defaultValue none
   */
  readonly accepts?: Accepts;
}

/** Attributes with the permissions of an identity, by resource type. */
const identityPolicies: Readonly<Record<string, readonly string[]>> = {
  aws_iam_group_policy: ['policy'],
  aws_iam_policy: ['policy'],
  aws_iam_role: ['inline_policy.policy'],
  aws_iam_role_policy: ['policy'],
  aws_iam_user_policy: ['policy'],
  aws_ssoadmin_permission_set_inline_policy: ['inline_policy'],
};

/** Attributes with the ARNs of attached policies, by resource type. */
const attachments: Readonly<Record<string, string>> = {
  aws_iam_group_policy_attachment: 'policy_arn',
  aws_iam_policy_attachment: 'policy_arn',
  aws_iam_role: 'managed_policy_arns',
  aws_iam_role_policy_attachment: 'policy_arn',
  aws_iam_user_policy_attachment: 'policy_arn',
};

/** Matches AWS managed policies that allow every action of a service, or of all services. */
const broadPolicy = /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?(\w*FullAccess|AdministratorAccess|PowerUserAccess)$/;

/**
 * Expects that the IAM policies of a stack allow no wildcard actions and no `*` resource for actions that support resource-level
 * permissions, that no AWS managed policy with full access is attached, and that no role trusts everyone.
 * @throws Error with every fault, including unreadable policies and unnecessary acceptances
 */
export function expectLeastPrivilege(stack: StackInput, { accepts }: LeastPrivilegeOptions = {}): void {
  const declared = declaredStack(stack);
  const findings = [
    ...declared.unchecked,
    ...declared.resources.flatMap((block) =>
      [permissionsOf, attachedTo, trustOf].flatMap((faultsIn) => faultsIn(declared, block)),
    ),
  ];
  rejectFindings({ expectation: 'policies allow more than necessary', findings, option: 'accepts', accepts });
}

function permissionsOf(stack: DeclaredStack, block: Block): readonly Finding[] {
  const readings = (identityPolicies[block.type] ?? []).map((path) => readPolicies(stack, block, path));
  return readings.flatMap(({ statements, unreadable }) => [
    ...unreadable,
    ...statements.filter(({ statement }) => statement.Effect === 'Allow').flatMap(faultsOf),
  ]);
}

function attachedTo(stack: DeclaredStack, block: Block): readonly Finding[] {
  const path = attachments[block.type];
  const arns = path === undefined ? [] : textsOf(stack.read(block, path));
  return arns
    .flatMap((arn) => broadPolicy.exec(arn)?.[1] ?? [])
    .map((name) => ({
      address: block.address,
      problem: `attaches ${name}`,
      fix: 'attach a policy that allows only the necessary actions',
    }));
}

function trustOf(stack: DeclaredStack, block: Block): readonly Finding[] {
  if (block.type !== 'aws_iam_role') return [];
  const { statements, unreadable } = readPolicies(stack, block, 'assume_role_policy');
  const everyone = statements.filter(
    ({ statement }) => statement.Effect === 'Allow' && principalsOf(statement).some(isEveryone),
  );
  return [
    ...unreadable,
    ...everyone.map(({ address, label, subjects }) => ({
      address,
      subjects,
      problem: `${label} allows anyone to assume the role`,
      fix: 'specify the service, account or identity provider in Principal',
    })),
  ];
}

const isEveryone = (principal: string) => principal === '*' || isAnyInput(principal);

function faultsOf(placed: PlacedStatement): readonly Finding[] {
  const { Action = [], NotAction, NotResource } = placed.statement;
  return [
    ...(NotAction === undefined ? [] : [exceptionFault(placed, 'every action except', NotAction)]),
    ...(NotResource === undefined ? [] : [exceptionFault(placed, 'every resource except', NotResource)]),
    ...Action.flatMap((action) => actionFaults(placed, action)),
  ];
}

const exceptionFault = (placed: PlacedStatement, what: string, excepted: readonly string[]): Finding => ({
  address: placed.address,
  subjects: placed.subjects,
  problem: `${placed.label} allows ${what} ${excepted.join(', ')}`,
  fix: what.includes('action') ? 'list the actions in Action' : 'list the ARNs in Resource',
});

function actionFaults(placed: PlacedStatement, action: string): readonly Finding[] {
  const { Sid, Resource = [] } = placed.statement;
  const fault = (problem: string, fix: string): Finding => ({
    address: placed.address,
    subjects: [...(Sid === undefined ? [] : [Sid]), action],
    problem: `${placed.label} allows %s${problem}`,
    item: action,
    fix,
  });
  const isEverything = Resource.some((resource) => /^\*+$/.test(resource));
  const input = Resource.find(isAnyInput);
  if (isAnyInput(action)) return [fault(', which is unknown', 'list the actions as constants')];
  if (/[*?]/.test(action))
    return [fault(isEverything ? ' on every resource' : '', 'list the actions without wildcards')];
  if (input !== undefined) return [fault(` on ${input}, which may be *`, 'use ARNs of declared resources')];
  const supports = isEverything ? supportsResources(action) : false;
  if (supports === undefined) return [fault(', which does not exist', 'correct the names')];
  return supports ? [fault(' on every resource', 'list ARNs in Resource')] : [];
}
