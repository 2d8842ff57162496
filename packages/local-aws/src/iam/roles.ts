import { type NamedPolicy, parsePolicy } from '@himeshima/aws-policy';
import type { Collection, Store } from '../store';
import { managedPolicy } from './managed-policies';

export interface RoleDeclaration {
  arn: string;
  name: string;
  /** The trust policy, as JSON. */
  trust: string;
  /** The ARN of a policy: the most that the role may do. */
  boundary: string | undefined;
}

/** What a role carries, read. */
export interface RolePolicies {
  trust: readonly NamedPolicy[];
  identity: readonly NamedPolicy[];
  boundary: readonly NamedPolicy[] | undefined;
}

/** The roles and policies that the stack declares. What is said of a role that it does not declare is not kept. */
export interface Roles {
  declare(role: RoleDeclaration): void;
  /** An inline policy; one of the same name takes the place of the one before. */
  putPolicy(roleName: string, policy: { name: string; document: string }): void;
  /** @returns an inline policy as it was written; undefined where the role has none of this name */
  policy(roleName: string, name: string): string | undefined;
  /** @returns the names of a role's inline policies; undefined for a role that the stack does not declare */
  policyNames(roleName: string): readonly string[] | undefined;
  declarePolicy(policy: { arn: string; document: string }): void;
  /** @throws Error for a policy that nobody knows */
  attach(roleName: string, policyArn: string): void;
  /** @returns undefined for a role that the stack does not declare: nothing is known of it */
  of(arn: string): RolePolicies | undefined;
}

interface KeptRole extends RoleDeclaration {
  inline: Record<string, string>;
  attached: string[];
}

/**
 * Documents are kept as they were written.
 * @param changed hears of each change, by the ARN of the role where it is of one alone: what was decided on it before holds
 * no more
 */
export function createRoles(store: Store, changed: (roleArn?: string) => void): Roles {
  const roles: Collection<KeptRole> = store.collection('iam-roles');
  const policies: Collection<string> = store.collection('iam-policies');
  const read = new Map<string, RolePolicies>();

  const document = (arn: string): string => {
    const found = policies.get(arn) ?? managedPolicy(arn);
    if (found === undefined) throw new Error(`${arn}: no such policy is declared, nor is it one of AWS's known here`);
    return found;
  };

  const byName = (name: string) => [...roles.entries()].find(([, role]) => role.name === name)?.[1];

  const keep = (role: KeptRole) => {
    roles.set(role.arn, role);
    read.delete(role.arn);
    changed(role.arn);
  };

  const named = (name: string, text: string): NamedPolicy => ({ name, document: parsePolicy(text) });

  const policiesOf = (role: KeptRole): RolePolicies => ({
    trust: [named('trust policy', role.trust)],
    identity: [
      ...Object.entries(role.inline).map(([name, text]) => named(name, text)),
      ...role.attached.map((arn) => named(arn, document(arn))),
    ],
    boundary: role.boundary === undefined ? undefined : [named(role.boundary, document(role.boundary))],
  });

  return {
    declare(role) {
      parsePolicy(role.trust);
      if (role.boundary !== undefined) document(role.boundary);
      keep({ ...role, inline: {}, attached: [] });
    },
    putPolicy(roleName, policy) {
      parsePolicy(policy.document);
      const role = byName(roleName);
      if (role !== undefined) keep({ ...role, inline: { ...role.inline, [policy.name]: policy.document } });
    },
    policy(roleName, name) {
      const { inline = {} } = byName(roleName) ?? {};
      return Object.hasOwn(inline, name) ? inline[name] : undefined;
    },
    policyNames(roleName) {
      const role = byName(roleName);
      return role && Object.keys(role.inline);
    },
    declarePolicy(policy) {
      parsePolicy(policy.document);
      policies.set(policy.arn, policy.document);
      read.clear();
      changed();
    },
    attach(roleName, policyArn) {
      document(policyArn);
      const role = byName(roleName);
      if (role !== undefined) keep({ ...role, attached: [...new Set([...role.attached, policyArn])] });
    },
    of(arn) {
      const known = read.get(arn);
      if (known !== undefined) return known;
      const role = roles.get(arn);
      if (role === undefined) return undefined;
      const made = policiesOf(role);
      read.set(arn, made);
      return made;
    },
  };
}
