import { z } from 'zod';
import type { SandboxMessage } from './sandbox-protocol';

const FunctionError = z.object({
  errorType: z.string(),
  errorMessage: z.string(),
  trace: z.array(z.string()).optional(),
});
const memoryBytes = z.number();

const Schema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), initMilliseconds: z.number() }),
  z.object({ kind: z.literal('init-failed'), error: FunctionError }),
  z.object({ kind: z.literal('log'), text: z.string() }),
  z.object({ kind: z.literal('killed'), signal: z.string(), outOfMemory: z.boolean() }),
  z.object({ kind: z.literal('done'), requestId: z.string(), result: z.unknown(), memoryBytes }),
  z.object({ kind: z.literal('threw'), requestId: z.string(), error: FunctionError, memoryBytes }),
  z.object({ kind: z.literal('crashed'), error: FunctionError, memoryBytes }),
]);

/** Returns whether a message is from the runtime. A handler can also send messages to the parent process. */
export const isSandboxMessage = (message: unknown): message is SandboxMessage => Schema.safeParse(message).success;
