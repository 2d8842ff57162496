import { type NamedPolicy, parsePolicy } from '@himeshima/aws-policy';
import type { Collection, Store } from '../store';
import { managedPolicy } from './managed-policies';

export interface RoleDeclaration {
  arn: string;
  name: string;
  /** Trust policy as JSON. */
  trust: string;
  /** ARN of the permissions boundary. */
  boundary: string | undefined;
}

/** A role's parsed policies. */
export interface RolePolicies {
  trust: readonly NamedPolicy[];
  identity: readonly NamedPolicy[];
  boundary: readonly NamedPolicy[] | undefined;
}

/** Roles and policies that the stacks declare. Policies of undeclared roles are ignored. */
export interface Roles {
  /** Declares a role. @param isUpdate whether a declared role keeps its policies */
  declare(role: RoleDeclaration, isUpdate?: boolean): void;
  remove(arn: string): void;
  removePolicy(roleName: string, name: string): void;
  detach(roleName: string, policyArn: string): void;
  removeDeclaredPolicy(arn: string): void;
  /** Adds or replaces an inline policy. */
  putPolicy(roleName: string, policy: { name: string; document: string }): void;
  /**
   * Returns an inline policy.
   * @returns the document as it was stored, or undefined if the role has no policy with this name
   */
  policy(roleName: string, name: string): string | undefined;
  /**
   * Lists inline policies.
   * @returns the names of the policies, or undefined if the role is not declared
   */
  policyNames(roleName: string): readonly string[] | undefined;
  declarePolicy(policy: { arn: string; document: string }): void;
  /**
   * Attaches a managed policy.
   * @throws Error if the policy is neither declared nor a supported AWS managed policy
   */
  attach(roleName: string, policyArn: string): void;
  /**
   * Returns a role's policies.
   * @returns the policies, or undefined if the role is not declared, because its policies are then unknown
   */
  of(arn: string): RolePolicies | undefined;
}

interface KeptRole extends RoleDeclaration {
  inline: Record<string, string>;
  attached: string[];
}

/**
 * Creates the registry of roles. Documents are returned exactly as they were stored.
 * @param changed called after each change, because a change invalidates earlier decisions; receives the role's ARN if only
 * one role is affected
 */
export function createRoles(store: Store, changed: (roleArn?: string) => void): Roles {
  const roles: Collection<KeptRole> = store.collection('iam-roles');
  const policies: Collection<string> = store.collection('iam-policies');
  const read = new Map<string, RolePolicies>();

  const document = (arn: string): string => {
    const found = policies.get(arn) ?? managedPolicy(arn);
    if (found === undefined) throw new Error(`${arn}: not declared, and not a supported AWS managed policy`);
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
    declare(role, isUpdate = false) {
      parsePolicy(role.trust);
      if (role.boundary !== undefined) document(role.boundary);
      const { inline = {}, attached = [] } = (isUpdate ? roles.get(role.arn) : undefined) ?? {};
      keep({ ...role, inline, attached });
    },
    remove(arn) {
      roles.delete(arn);
      read.delete(arn);
      changed(arn);
    },
    removePolicy(roleName, name) {
      const role = byName(roleName);
      if (role === undefined) return;
      const { [name]: _removed, ...inline } = role.inline;
      keep({ ...role, inline });
    },
    detach(roleName, policyArn) {
      const role = byName(roleName);
      if (role !== undefined) keep({ ...role, attached: role.attached.filter((arn) => arn !== policyArn) });
    },
    removeDeclaredPolicy(arn) {
      policies.delete(arn);
      read.clear();
      changed();
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
