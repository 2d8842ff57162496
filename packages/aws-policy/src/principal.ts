import type { PolicyStatement } from './document';

export interface PolicyPrincipal {
  /** The key of a policy's Principal block. */
  kind: 'Service' | 'AWS' | 'Federated';
  /** `iot.amazonaws.com`, or the ARN of a role, of a role's session or of a user. */
  id: string;
}

/**
 * How near a Principal block comes to the one who asks, which decides what else a permission needs: `itself` names a
 * session, a user or a service; `role` the role of a session, or everybody; `account` leaves it to the account's own
 * policies.
 */
export type Reach = 'itself' | 'role' | 'account';

type PrincipalBlock = NonNullable<PolicyStatement['Principal']>;

/**
 * Whom a Principal block means: a service by its name; an account by its number or root; a user or role by ARN, and a
 * role's sessions with it; `*` everybody.
 * Source: IAM user guide, "reference_policies_elements_principal".
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
  // a session does not tell the path of its role; the name is unique in the account
  const named =
    role !== undefined && entry.startsWith(`arn:${partition}:iam::${account}:role/`) && entry.endsWith(`/${role}`);
  return named ? 'role' : undefined;
}

/**
 * How a statement speaks of the one who asks; undefined where it does not. One without a principal speaks of all who
 * carry its policy.
 */
export function reachOf(
  { Principal, NotPrincipal, Effect }: PolicyStatement,
  principal: PolicyPrincipal | undefined,
): Reach | undefined {
  if (Principal !== undefined) return reachOfBlock(Principal, principal);
  if (NotPrincipal === undefined) return 'role';
  // of somebody unknown nothing says that he is not the exception: no permission comes of it
  if (principal === undefined) return Effect === 'Deny' ? 'role' : undefined;
  return reachOfBlock(NotPrincipal, principal) === undefined ? 'role' : undefined;
}
