import type { Environment } from './environment';

/**
 * Physical names. Functions, tables, rules and queues have the names of the talk, because each environment has its own account.
 * Globally unique names (buckets) and names shared by an account (roles) contain the name of the platform.
 */
export const names = {
  role: (id: string) => `himeshima-${id}`,
  bucket: (environment: Environment, id: string) => `${environment.stack}-${id}-${environment.account}`,
  /** Stack of resources that exist once per account and region. */
  foundation: (environment: Environment) => `${environment.stack}-foundation`,
  keyAlias: (stack: string) => `alias/${stack}`,
  functionLogs: (functionName: string) => `/aws/lambda/${functionName}`,
  // Step Functions developer guide, "Logging using CloudWatch Logs": this prefix keeps the account's resource policy short.
  workflowLogs: (workflowName: string) => `/aws/vendedlogs/states/${workflowName}`,
  webSocketApi: (stage: string) => `himeshima-${stage}`,
  apiLogs: (api: string) => `/aws/apigateway/${api}`,
  // globally unique, and part of a host name
  tokenDomain: (environment: Environment) => `${environment.stack}-${environment.account}`,
  /** Permissions boundary of all roles that the pipeline creates (docs/adr/0018). */
  boundary: 'himeshima-boundary',
  boundaryArn: ({ account }: Environment) => `arn:aws:iam::${account}:policy/${names.boundary}`,
  stateBucket: (environment: Environment) => `himeshima-terraform-state-${environment.account}`,
};

/** Returns the stacks of an environment in the order of deployment. */
export const stacksOf = (environment: Environment): readonly string[] => [
  names.foundation(environment),
  environment.stack,
];

/** Tags of every AWS resource; Datadog's AWS integration adds them to the metrics. */
export const tagsOf = (environment: Environment) => ({
  project: 'himeshima',
  environment: environment.name,
  'managed-by': 'terraform',
});

/** Team that owns the platform: the tag `team` in Datadog, and the owner in every message. */
export const owner = 'iot-platform';
