/** Statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Condition;
}

/** Statements that allow a role to use a resource. Functions that return a grant are verbs: `put(table)`. */
export type Grant = readonly Statement[];

/** Statement of a resource-based policy, which specifies a principal. */
export interface ResourceStatement extends Omit<Statement, 'Resource'> {
  /** Omitted in a trust policy, which applies to the role itself. */
  readonly Resource?: Statement['Resource'];
  readonly Principal: '*' | { readonly Service: string } | { readonly AWS: string } | { readonly Federated: string };
}

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Renders a policy as JSON, without duplicate statements. */
export function policyJson(statements: readonly (Statement | ResourceStatement)[]): string {
  const distinct = [...new Set(statements.map((statement) => JSON.stringify(statement)))];
  return `{"Version":"2012-10-17","Statement":[${distinct.join(',')}]}`;
}

/**
 * Renders a trust policy, which allows a service to assume a role.
 * @param source account and ARN to require, for services that send them (IAM user guide, "The confused deputy problem")
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
