import type { ClockReading } from './platform-date';

/** What the platform tells a function's thread or process. */
export interface Invocation {
  requestId: string;
  event: unknown;
  functionArn: string;
  timeoutMilliseconds: number;
  clock: ClockReading;
}

/** What goes wrong in a handler, as Lambda reports it. */
export interface FunctionError {
  errorType: string;
  errorMessage: string;
  trace?: string[];
}

export interface Killed {
  kind: 'killed';
  signal: string;
  outOfMemory: boolean;
}

/** What the function's thread or process tells the platform. */
export type Told =
  | { kind: 'ready'; initMilliseconds: number }
  | { kind: 'init-failed'; error: FunctionError }
  | { kind: 'log'; text: string }
  /** Its last word: a thread has no signals of its own. */
  | Killed
  | { kind: 'done'; requestId: string; result: unknown; memoryBytes: number }
  | { kind: 'threw'; requestId: string; error: FunctionError; memoryBytes: number }
  | { kind: 'crashed'; error: FunctionError; memoryBytes: number };

/** How a thread or process is started. */
export interface FunctionCode {
  /** The folder in which the zip was unpacked. */
  directory: string;
  /** `index.handler` */
  handler: string;
  functionName: string;
  memoryMegabytes: number;
  logGroup: string;
  logStream: string;
}
