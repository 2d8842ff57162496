import { type AccessRequest, type PolicyContext, sessionArn } from '@himeshima/aws-policy';

/** A service, and for whom it acts, as far as AWS tells policies: `aws:SourceArn`, `aws:SourceAccount`. */
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
  /** The service that has assumed it, which the trust policy must let. */
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

/** Who makes a call. */
export type Principal = UserPrincipal | RolePrincipal | ServicePrincipal | CertificatePrincipal;

/** Who is judged by policies of IAM. */
export type Judged = RolePrincipal | ServicePrincipal;

/** A function's role: Lambda tells its trust policy no source. Session and function have one name. */
export const functionRole = (arn: string, functionName: string): RolePrincipal => ({
  kind: 'role',
  arn,
  session: functionName,
  by: { kind: 'service', service: 'lambda.amazonaws.com' },
});

/** How AWS names the one who asks, in its refusals. */
export const nameOf = (principal: Judged): string =>
  principal.kind === 'role'
    ? `User: ${sessionArn(principal)}`
    : `User: ${principal.service}${principal.sourceArn === undefined ? '' : ` (for ${principal.sourceArn})`}`;

/** `aws:userid`: of a role its name, where AWS has an ID, and the session. IAM user guide, "reference_policies_variables". */
export const userIdOf = (principal: UserPrincipal | RolePrincipal): string =>
  principal.kind === 'user' ? principal.name : `${principal.arn.split('/').at(-1)}:${principal.session}`;

export const policyPrincipal = (principal: Judged): AccessRequest['principal'] =>
  principal.kind === 'role' ? { kind: 'AWS', id: sessionArn(principal) } : { kind: 'Service', id: principal.service };

/** A text that is the same for those on whom every decision is the same; it begins with the ARN of a role. */
export function identityOf(principal: Judged): string {
  const { service, sourceArn, sourceAccount } = principal.kind === 'role' ? principal.by : principal;
  const role = principal.kind === 'role' ? `${principal.arn} ${principal.session}` : '';
  return `${role} ${service} ${sourceArn} ${sourceAccount}`;
}
