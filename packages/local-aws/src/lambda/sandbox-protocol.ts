import type { ClockReading } from './platform-date';

/** Message from the platform to a function's thread or process. */
export interface Invocation {
  requestId: string;
  event: unknown;
  functionArn: string;
  timeoutMilliseconds: number;
  clock: ClockReading;
}

/** Error from a handler, as Lambda reports it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export interface KilledExit {
  kind: 'killed';
  signal: string;
  outOfMemory: boolean;
}

/** Messages from a function's thread or process to the platform. */
export type SandboxMessage =
  | { kind: 'ready'; initMilliseconds: number }
  | { kind: 'init-failed'; error: FunctionError }
  | { kind: 'log'; text: string }
  /** Message that a thread sends before it exits, with the reason. A process is terminated by a signal instead. */
  | KilledExit
  | { kind: 'done'; requestId: string; result: unknown; memoryBytes: number }
  | { kind: 'threw'; requestId: string; error: FunctionError; memoryBytes: number }
  | { kind: 'crashed'; error: FunctionError; memoryBytes: number };

/** Data that a thread or process receives when it starts. */
export interface FunctionCode {
  /** Folder of the unpacked zip. */
  directory: string;
  /** Handler in Lambda's notation: `index.handler`. */
  handler: string;
  functionName: string;
  memoryMegabytes: number;
  logGroup: string;
  logStream: string;
}
