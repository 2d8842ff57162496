/** One statement of an IAM policy; conditions as in IAM's JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/** What a role is let do, named by a verb: `put(table)`, `publish(topic)`. */
export type Grant = readonly Statement[];

/** A statement of a policy that is attached to a resource, and so says whom it speaks of. */
export interface ResourceStatement extends Omit<Statement, 'Resource'> {
  /** None in a trust policy, which speaks of its own role. */
  readonly Resource?: Statement['Resource'];
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string } | { readonly Federated: string };
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** The JSON of a policy. Statements that say the same are written once. */
export function policyJson(statements: readonly (Statement | ResourceStatement)[]): string {
  const distinct = [...new Set(statements.map((statement) => JSON.stringify(statement)))];
  return `{"Version":"2012-10-17","Statement":[${distinct.join(',')}]}`;
}

/**
 * A trust policy: who may assume a role. For services that set them, source account and ARN are pinned
 * (IAM user guide, "The confused deputy problem").
 */
export function trustJson(service: string, source?: { readonly account: string; readonly arn: string }): string {
  const condition = source && {
    StringEquals: { 'aws:SourceAccount': source.account },
    ArnLike: { 'aws:SourceArn': source.arn },
  };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: service },
        Action: 'sts:AssumeRole',
        ...(condition && { Condition: condition }),
      },
    ],
  });
}
