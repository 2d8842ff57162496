import type { Principal } from '../iam/principal';
import type { LogFormat } from './report';

/** Function, as declared in Terraform. */
export interface FunctionDeclaration {
  name: string;
  arn: string;
  /** Folder of the unpacked zip. */
  directory: string;
  handler: string;
  /** Declared Node.js runtime: `nodejs22.x`. */
  runtime?: string;
  role: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  logGroup: string;
  logFormat: LogFormat;
  /** Reserved concurrency; -1 if none is reserved. */
  reservedConcurrency: number;
  /** Whether each invocation sends a trace segment. */
  traced: boolean;
}

/** Request to invoke a function. */
export interface InvocationRequest {
  functionArn: string;
  event: unknown;
  principal: Principal;
  cause: number | undefined;
}
