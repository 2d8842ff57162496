/** Explanation of a denial by AWS IoT policies. */
export interface Denial {
  /** ARN that the action was requested for. */
  arn: string;
  /** Names of the evaluated policies. */
  policies: readonly string[];
  /** Statement that denies the action, with its Sid or position. */
  statement?: { policy: string; sid: string };
  /** Missing statement, with which a policy would allow the action. */
  missing?: { Effect: 'Allow'; Action: string; Resource: string };
}

export type Decision = { allowed: true } | { allowed: false; reason: string; denial?: Denial };
