import type { PolicyStatement } from './document';

export interface PolicyPrincipal {
  /** Key of the principal in a policy's Principal block. */
  kind: 'Service' | 'AWS' | 'Federated';
  /** Service name such as `iot.amazonaws.com`, or the ARN of a role, a role session or a user. */
  id: string;
}

/**
 * How specifically a Principal block matches the caller, which determines what other permissions the call requires.
 * `itself`: the session, user or service. `role`: the session's role, or everyone. `account`: the account, whose
 * own policies must also allow the call.
 */
export type Reach = 'itself' | 'role' | 'account';

type PrincipalBlock = NonNullable<PolicyStatement['Principal']>;

/**
 * Returns how a Principal block matches a caller; undefined if it does not match. A service is matched by name, an account by
 * its ID or root ARN, and a user or role (with its sessions) by ARN; `*` matches everyone. Source: IAM user guide,
 * "reference_policies_elements_principal".
 */
function reachOfBlock(block: PrincipalBlock, principal: PolicyPrincipal | undefined): Reach | undefined {
  if (block === '*') return 'role';
  if (principal === undefined) return undefined;
  const named = block[principal.kind] ?? [];
  if (named.includes(principal.id)) return 'itself';
  if (named.includes('*')) return 'role';
  if (principal.kind !== 'AWS') return undefined;
  const reaches = named.map((entry) => reachOfArn(entry, principal.id));
  return reaches.find((reach) => reach === 'role') ?? reaches.find((reach) => reach !== undefined);
}

function reachOfArn(entry: string, arn: string): Reach | undefined {
  const [, partition, account] = /^arn:([^:]*):(?:iam|sts)::(\d{12}):/.exec(arn) ?? [];
  if (account === undefined) return undefined;
  if (entry === account || entry === `arn:${partition}:iam::${account}:root`) return 'account';
  const [, role] = /:assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  // ignore the role's path, which a session's ARN does not contain; role names are unique within an account
  const named =
    role !== undefined && entry.startsWith(`arn:${partition}:iam::${account}:role/`) && entry.endsWith(`/${role}`);
  return named ? 'role' : undefined;
}

/** Returns how a statement matches the caller; undefined if it does not match. A statement without a principal matches any caller. */
export function reachOf(
  { Principal, NotPrincipal, Effect }: PolicyStatement,
  principal: PolicyPrincipal | undefined,
): Reach | undefined {
  if (Principal !== undefined) return reachOfBlock(Principal, principal);
  if (NotPrincipal === undefined) return 'role';
  // an unknown caller may be the excluded principal, so nothing is allowed
  if (principal === undefined) return Effect === 'Deny' ? 'role' : undefined;
  return reachOfBlock(NotPrincipal, principal) === undefined ? 'role' : undefined;
}
