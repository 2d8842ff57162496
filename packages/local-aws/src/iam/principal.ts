import { type AccessRequest, type PolicyContext, sessionArn } from '@himeshima/aws-policy';

/** A service, with the source that it acts for: `aws:SourceArn`, `aws:SourceAccount`. */
export interface ServicePrincipal {
  kind: 'service';
  service: string;
  sourceArn?: string;
  sourceAccount?: string;
}

export interface RolePrincipal {
  kind: 'role';
  arn: string;
  session: string;
  /** Service that has assumed the role, which the trust policy must allow. */
  by: ServicePrincipal;
}

export interface UserPrincipal {
  kind: 'user';
  name: string;
}

export interface CertificatePrincipal {
  kind: 'certificate';
  certificateId: string;
  context: PolicyContext;
}

/** Caller of an API. */
export type Principal = UserPrincipal | RolePrincipal | ServicePrincipal | CertificatePrincipal;

/** Principal whose permissions IAM policies determine. */
export type IamPrincipal = RolePrincipal | ServicePrincipal;

/**
 * Returns the principal of a function's role: Lambda passes no source to its trust policy, and the session is named
 * after the function.
 */
export const functionRole = (arn: string, functionName: string): RolePrincipal => ({
  kind: 'role',
  arn,
  session: functionName,
  by: { kind: 'service', service: 'lambda.amazonaws.com' },
});

/** Returns the principal as AWS names it in denials. */
export const nameOf = (principal: IamPrincipal): string =>
  principal.kind === 'role'
    ? `User: ${sessionArn(principal)}`
    : `User: ${principal.service}${principal.sourceArn === undefined ? '' : ` (for ${principal.sourceArn})`}`;

/**
 * Returns `aws:userid`: the session with the name of the role, where AWS has its ID. IAM user guide,
 * "reference_policies_variables".
 */
export const userIdOf = (principal: UserPrincipal | RolePrincipal): string =>
  principal.kind === 'user' ? principal.name : `${principal.arn.split('/').at(-1)}:${principal.session}`;

export const policyPrincipal = (principal: IamPrincipal): AccessRequest['principal'] =>
  principal.kind === 'role' ? { kind: 'AWS', id: sessionArn(principal) } : { kind: 'Service', id: principal.service };

/** Returns a text that is the same for principals with the same decisions; it starts with the ARN of a role. */
export function identityOf(principal: IamPrincipal): string {
  const { service, sourceArn, sourceAccount } = principal.kind === 'role' ? principal.by : principal;
  const role = principal.kind === 'role' ? `${principal.arn} ${principal.session}` : '';
  return `${role} ${service} ${sourceArn} ${sourceAccount}`;
}
