import type { PolicyStatement } from './document';

export interface PolicyPrincipal {
  /** The key of a policy's Principal block. */
  kind: 'Service' | 'AWS' | 'Federated';
  /** `iot.amazonaws.com`, or the ARN of a role, of a role's session or of a user. */
  id: string;
}

/**
 * Whether a Principal block means the one who asks: a service by its name; an account by its number or root; a user or
 * role by ARN, and a role's sessions with it; `*` everybody.
 * Source: IAM user guide, "reference_policies_elements_principal".
 */
function means(block: NonNullable<PolicyStatement['Principal']>, principal: PolicyPrincipal | undefined): boolean {
  if (block === '*') return true;
  if (principal === undefined) return false;
  const allowed = block[principal.kind] ?? [];
  if (allowed.includes('*') || allowed.includes(principal.id)) return true;
  return principal.kind === 'AWS' && allowed.some((entry) => meansArn(entry, principal.id));
}

function meansArn(entry: string, arn: string): boolean {
  const [, partition, account] = /^arn:([^:]*):(?:iam|sts)::(\d{12}):/.exec(arn) ?? [];
  if (account === undefined) return false;
  if (entry === account || entry === `arn:${partition}:iam::${account}:root`) return true;
  const [, role] = /:assumed-role\/([^/]+)\/[^/]+$/.exec(arn) ?? [];
  // a session does not tell the path of its role; the name is unique in the account
  return role !== undefined && entry.startsWith(`arn:${partition}:iam::${account}:role/`) && entry.endsWith(`/${role}`);
}

/** Whether a statement speaks of the one who asks. One without a principal speaks of all who carry its policy. */
export function principalFits(
  { Principal, NotPrincipal, Effect }: PolicyStatement,
  principal: PolicyPrincipal | undefined,
): boolean {
  if (Principal !== undefined) return means(Principal, principal);
  if (NotPrincipal === undefined) return true;
  // of somebody unknown nothing says that he is not the exception: no permission comes of it
  return principal === undefined ? Effect === 'Deny' : !means(NotPrincipal, principal);
}
