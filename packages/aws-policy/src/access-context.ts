import type { PolicyContext } from './variables';

/** Caller attributes to which policies can refer. */
export type Caller =
  | { kind: 'role'; arn: string; session: string }
  | { kind: 'service'; service: string; sourceArn?: string | undefined; sourceAccount?: string | undefined };

const arnPart = (arn: string, index: number) => arn.split(':')[index] ?? '';

/** Returns the ARN of an assumed role: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
export function sessionArn({ arn, session }: { arn: string; session: string }): string {
  return `arn:${arnPart(arn, 1)}:sts::${arnPart(arn, 4)}:assumed-role/${arn.split('/').at(-1)}/${session}`;
}

/**
 * Returns the condition keys that AWS sets for every call. `aws:SecureTransport` is always true, and
 * `aws:SourceIp` is never set. Callers must add `aws:CurrentTime` and `aws:EpochTime`.
 * Source: IAM user guide, "reference_policies_condition-keys".
 */
export function callContext(caller: Caller, resource: string): PolicyContext {
  const [region, account] = [arnPart(resource, 3), arnPart(resource, 4)];
  const common = {
    'aws:SecureTransport': 'true',
    ...(region !== '' && { 'aws:RequestedRegion': region }),
    ...(account !== '' && { 'aws:ResourceAccount': account }),
  };
  if (caller.kind === 'service') {
    return {
      ...common,
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': caller.service,
      'aws:SourceArn': caller.sourceArn,
      'aws:SourceAccount': caller.sourceAccount,
    };
  }
  return {
    ...common,
    'aws:PrincipalIsAWSService': 'false',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalArn': caller.arn,
    'aws:PrincipalAccount': arnPart(caller.arn, 4),
    'aws:PrincipalType': 'AssumedRole',
    'aws:userid': `${caller.arn.split('/').at(-1)}:${caller.session}`,
  };
}
