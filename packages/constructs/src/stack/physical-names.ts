/** AWS account and stack name of an environment. */
export interface NamedEnvironment {
  /** Name of the folder in `cdktf.out/stacks`, and key of the Terraform state. */
  readonly stack: string;
  /** AWS account ID, twelve digits. */
  readonly account: string;
}

export type PhysicalNames = ReturnType<typeof physicalNames>;

/**
 * Returns the physical names of a platform. The names of functions, tables, rules and queues are their construct ids, because
 * each environment has its own account. Globally unique names, such as bucket names, and names that are shared in an account,
 * such as role names, start with the project or the stack.
 * @param project lower-case letters, digits and hyphens
 */
export function physicalNames(project: string) {
  const boundary = `${project}-boundary`;
  return {
    project,
    role: (id: string) => `${project}-${id}`,
    bucket: ({ stack, account }: NamedEnvironment, id: string) => `${stack}-${id}-${account}`,
    /** Name of the stack with resources that exist once per account and region. */
    foundation: ({ stack }: Pick<NamedEnvironment, 'stack'>) => `${stack}-foundation`,
    keyAlias: (stack: string) => `alias/${stack}`,
    functionLogs: (functionName: string) => `/aws/lambda/${functionName}`,
    // this prefix keeps the account's resource policy small (Step Functions developer guide, "Logging using CloudWatch Logs")
    workflowLogs: (workflowName: string) => `/aws/vendedlogs/states/${workflowName}`,
    webSocketApi: (stage: string) => `${project}-${stage}`,
    apiLogs: (api: string) => `/aws/apigateway/${api}`,
    // globally unique, and part of a host name
    tokenDomain: ({ stack, account }: NamedEnvironment) => `${stack}-${account}`,
    /** Permissions boundary of all roles that the pipeline creates. */
    boundary,
    boundaryArn: ({ account }: Pick<NamedEnvironment, 'account'>) => `arn:aws:iam::${account}:policy/${boundary}`,
    stateBucket: ({ account }: Pick<NamedEnvironment, 'account'>) => `${project}-terraform-state-${account}`,
  };
}
