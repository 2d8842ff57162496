/** Explanation of a denial. */
export interface Denial {
  /** ARN that the action was requested for. */
  arn: string;
  /** Names of the evaluated policies. */
  policies: readonly string[];
  /** Statement that denies the action, with its Sid or position. */
  statement?: { policy: string; sid: string };
  /** Missing statement that would allow the action; undefined if it is missing from a resource's policy. */
  missing?: { Effect: 'Allow'; Action: string; Resource: string };
  /** Things that the certificate is attached to; only if the client ID is not the name of one of them. */
  attachedThings?: readonly string[];
}

export type Decision = { allowed: true } | { allowed: false; reason: string; denial?: Denial };

/** Returns why an action is not allowed, given the names of the evaluated policies of a device. */
export const withoutStatement = (policies: readonly string[]): string => {
  if (policies.length === 0) return 'the device has no policy';
  return `no statement in the ${policies.length === 1 ? 'policy' : 'policies'} ${policies.join(', ')} allows the action`;
};

/** Returns the text for a statement, given its Sid or position: `statement 2 of policy device`. */
export const statementText = ({ policy, sid }: { readonly policy: string; readonly sid: string }): string =>
  `${/^statement \d+$/.test(sid) ? sid : `statement ${sid}`} of policy ${policy}`;
