import type { Principal } from '../iam/principal';
import type { LogFormat } from './report';

/** What a function is, as Terraform declares it. */
export interface FunctionDeclaration {
  name: string;
  arn: string;
  /** The folder in which its zip was unpacked. */
  directory: string;
  handler: string;
  role: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  environment: Record<string, string>;
  logGroup: string;
  logFormat: LogFormat;
  /** -1 where nothing is reserved. */
  reservedConcurrency: number;
  /** Whether each invocation sends a trace segment. */
  traced: boolean;
}

/** Who calls which function, and with what. */
export interface InvocationRequest {
  functionArn: string;
  event: unknown;
  principal: Principal;
  cause: number | undefined;
}
