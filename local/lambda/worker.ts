// Runs one function, one invocation at a time, in a thread or (with --inspect and --isolate) in a process of its own.
// It prints what the Node.js runtime of Lambda prints, and knows nothing of the platform.
import { join } from 'node:path';
import { format } from 'node:util';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { followPlatformClock } from './platform-date';
import type { FunctionError, Invocation, Told } from './protocol';

const Code = z.object({
  directory: z.string(),
  handler: z.string(),
  functionName: z.string(),
  memoryMegabytes: z.number(),
  logGroup: z.string(),
  logStream: z.string(),
});
const code = Code.parse(parentPort === null ? JSON.parse(process.env['HIMESHIMA_FUNCTION'] ?? '{}') : workerData);

const tell = (told: Told): void => {
  if (parentPort === null) process.send?.(told);
  else parentPort.postMessage(told);
};

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    ...(error.stack === undefined ? {} : { stackTrace: error.stack.split('\n') }),
  };
}

let requestId = 'undefined';

/** Lambda's text format: time, request id, level and message, with tabs between. */
const line = (level: string, text: string) => `${new Date().toISOString()}\t${requestId}\t${level}\t${text}\n`;

function captureOutput(): void {
  const write = (chunk: string | Uint8Array): boolean => {
    tell({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  const at =
    (level: string) =>
    (...values: unknown[]) =>
      void write(line(level, format(...values)));
  Object.assign(console, {
    log: at('INFO'),
    info: at('INFO'),
    debug: at('DEBUG'),
    trace: at('TRACE'),
    warn: at('WARN'),
    error: at('ERROR'),
  });
}

type Handler = (event: unknown, context: object) => unknown;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

function loadHandler(): Handler {
  const [file = '', name = ''] = code.handler.split('.');
  const path = join(code.directory, `${file}.js`);
  const loaded: unknown = require(path);
  const handler: unknown = typeof loaded === 'object' && loaded !== null ? Reflect.get(loaded, name) : undefined;
  if (!isHandler(handler)) throw new Error(`${code.handler} is undefined or not exported`);
  return handler;
}

const contextOf = (invocation: Invocation, started: number) => ({
  awsRequestId: invocation.requestId,
  functionName: code.functionName,
  functionVersion: '$LATEST',
  invokedFunctionArn: invocation.functionArn,
  memoryLimitInMB: String(code.memoryMegabytes),
  logGroupName: code.logGroup,
  logStreamName: code.logStream,
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () =>
    Math.max(0, Math.round(invocation.timeoutMilliseconds - (performance.now() - started))),
});

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  requestId = invocation.requestId;
  readClock(invocation.clock);
  try {
    const result = await handler(invocation.event, contextOf(invocation, performance.now()));
    tell({ kind: 'done', requestId, result: result ?? null, memoryBytes: getHeapStatistics().used_heap_size });
  } catch (error) {
    const described = describe(error);
    process.stderr.write(line('ERROR', `Invoke Error \t${JSON.stringify(described)}`));
    tell({ kind: 'threw', requestId, error: described, memoryBytes: getHeapStatistics().used_heap_size });
  }
}

const started = performance.now();
captureOutput();
const readClock = followPlatformClock();
try {
  const handler = loadHandler();
  const receive = (invocation: Invocation) => void run(handler, invocation);
  if (parentPort === null) process.on('message', receive);
  else parentPort.on('message', receive);
  tell({ kind: 'ready', initMilliseconds: performance.now() - started });
} catch (error) {
  const described = describe(error);
  process.stderr.write(line('ERROR', `Uncaught Exception \t${JSON.stringify(described)}`));
  tell({ kind: 'init-failed', error: described });
}
