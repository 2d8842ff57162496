import type { PolicyContext } from './variables';

/** Who asks, as far as policies may ask about him. */
export type Caller =
  | { kind: 'role'; arn: string; session: string }
  | { kind: 'service'; service: string; sourceArn?: string | undefined; sourceAccount?: string | undefined };

const arnPart = (arn: string, index: number) => arn.split(':')[index] ?? '';

/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`: how AWS names a role that somebody has assumed. */
export function sessionArn({ arn, session }: { arn: string; session: string }): string {
  return `arn:${arnPart(arn, 1)}:sts::${arnPart(arn, 4)}:assumed-role/${arn.split('/').at(-1)}/${session}`;
}

/**
 * The condition keys that every call has, as AWS fills them: a call comes over TLS, and from no address of the internet.
 * `aws:CurrentTime` and `aws:EpochTime` are the caller's to add.
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
