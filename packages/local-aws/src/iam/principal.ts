import { type AccessRequest, type NamedPolicy, type PolicyContext, sessionArn } from '@himeshima/aws-policy';

/** Service principal, with the resource on whose behalf it acts (`aws:SourceArn`, `aws:SourceAccount`). */
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
  /** Service that has assumed the role. The role's trust policy must allow the service to do so. */
  by: ServicePrincipal;
  /** Condition keys of the session, for example the thing for which a device assumed the role. */
  context?: PolicyContext;
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

/** Device that a custom authorizer of AWS IoT has authenticated. */
export interface CustomPrincipal {
  kind: 'custom';
  /** Principal ID that the authorizer has returned. */
  principalId: string;
  /** Policies that the authorizer has returned most recently. */
  readonly policies: readonly NamedPolicy[];
  context: PolicyContext;
}

/** API caller. */
export type Principal = UserPrincipal | RolePrincipal | ServicePrincipal | CertificatePrincipal | CustomPrincipal;

/** Principal whose permissions are defined by IAM policies. */
export type IamPrincipal = RolePrincipal | ServicePrincipal;

/**
 * Returns the principal for calls from a function. The session has the name of the function. The principal has no
 * source, because Lambda sends none when it assumes the role.
 */
export const functionRole = (arn: string, functionName: string): RolePrincipal => ({
  kind: 'role',
  arn,
  session: functionName,
  by: { kind: 'service', service: 'lambda.amazonaws.com' },
});

/** Returns a principal's name in the format of AWS's error messages. */
export const nameOf = (principal: IamPrincipal): string =>
  principal.kind === 'role'
    ? `User: ${sessionArn(principal)}`
    : `User: ${principal.service}${principal.sourceArn === undefined ? '' : ` (for ${principal.sourceArn})`}`;

/**
 * Returns the value of `aws:userid`. For a role, it consists of the role's name and the session; AWS uses the role's ID
 * instead of the name. Source: IAM user guide, "reference_policies_variables".
 */
export const userIdOf = (principal: UserPrincipal | RolePrincipal): string =>
  principal.kind === 'user' ? principal.name : `${principal.arn.split('/').at(-1)}:${principal.session}`;

export const policyPrincipal = (principal: IamPrincipal): AccessRequest['principal'] =>
  principal.kind === 'role' ? { kind: 'AWS', id: sessionArn(principal) } : { kind: 'Service', id: principal.service };

/** Returns a cache key that is the same for all principals with the same permissions. A role's key starts with the role's ARN. */
export function identityOf(principal: IamPrincipal): string {
  const { service, sourceArn, sourceAccount } = principal.kind === 'role' ? principal.by : principal;
  const role = principal.kind === 'role' ? `${principal.arn} ${principal.session}` : '';
  return `${role} ${service} ${sourceArn} ${sourceAccount}`;
}
