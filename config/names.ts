import type { Environment } from './environment';

/**
 * Physical names. Functions, tables, rules and queues carry the names of the talk, since each environment has an
 * account of its own; what is unique in the whole world (buckets) or shared by a whole account (roles) says whose it is.
 */
export const names = {
  role: (id: string) => `himeshima-${id}`,
  bucket: (environment: Environment, id: string) => `${environment.stack}-${id}-${environment.account}`,
  /** Stack of what an account has once a region, whatever runs in it. */
  foundation: (environment: Environment) => `${environment.stack}-foundation`,
  keyAlias: (stack: string) => `alias/${stack}`,
  functionLogs: (functionName: string) => `/aws/lambda/${functionName}`,
  // Step Functions developer guide, "Logging using CloudWatch Logs": this prefix keeps the account's resource policy short.
  workflowLogs: (workflowName: string) => `/aws/vendedlogs/states/${workflowName}`,
  webSocketApi: (stage: string) => `himeshima-${stage}`,
  apiLogs: (api: string) => `/aws/apigateway/${api}`,
  // Unique in the whole world, and part of a host name.
  tokenDomain: (environment: Environment) => `${environment.stack}-${environment.account}`,
  /** Who makes roles may make none that can do more than this policy says (docs/adr/0018). */
  boundary: 'himeshima-boundary',
  boundaryArn: ({ account }: Environment) => `arn:aws:iam::${account}:policy/${names.boundary}`,
  stateBucket: (environment: Environment) => `himeshima-terraform-state-${environment.account}`,
};

/** The stacks of an environment, in the order in which they are deployed. */
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

/** The team that the platform belongs to: Datadog's tag `team`, and the owner in every message. */
export const owner = 'iot-platform';
