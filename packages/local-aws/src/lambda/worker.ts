// This program runs one function, one invocation at a time, in a thread or (with --inspect and --isolate) in a separate
// process. The program prints the same lines as Lambda's Node.js runtime, and does not depend on the platform.
import { parentPort, workerData } from 'node:worker_threads';
import { isLogged, jsonLine, type LogLevel, leastLevelIn, textLine } from './console-line';
import { answerOf, logTextOf, RuntimeError } from './function-errors';
import { interceptProcessExit } from './intercept-process-exit';
import { call, type Handler, loadHandler } from './load-handler';
import { limitMemory, usedBytes } from './memory';
import { isDeeper, mostLevels } from './nesting';
import { followPlatformClock } from './platform-date';
import type { FunctionCode, Invocation, SandboxMessage } from './sandbox-protocol';

// Do not validate this data: the platform has just written it, and zod would take a third of a cold start.
const code: FunctionCode = parentPort === null ? JSON.parse(process.env['LOCAL_AWS_FUNCTION'] ?? '{}') : workerData;

const send = (message: SandboxMessage): void => {
  if (parentPort === null) process.send?.(message);
  else parentPort.postMessage(message);
};

let requestId = 'undefined';

const isJson = process.env['AWS_LAMBDA_LOG_FORMAT'] === 'JSON';
const leastLevel = leastLevelIn(process.env);
const print = isJson ? jsonLine : textLine;

function writeLine(level: LogLevel, ...values: readonly unknown[]): void {
  if (!isLogged(level, leastLevel)) return;
  process.stdout.write(print({ level, time: new Date(), requestId, values }));
}

/** Logs an error that the runtime reports. */
function writeError(title: string, error: unknown): void {
  if (isJson) writeLine('ERROR', error instanceof Error ? error : new Error(String(error)));
  else writeLine('ERROR', `${title} \t${logTextOf(error)}`);
}

function captureOutput(): void {
  // as in a stream's `write`, the callback is the last argument and can follow an encoding
  const write = (chunk: string | Uint8Array, ...more: unknown[]): boolean => {
    send({ kind: 'log', text: typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8') });
    const written = more.at(-1);
    if (typeof written === 'function') process.nextTick(() => written());
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  const at =
    (level: LogLevel) =>
    (...values: unknown[]) =>
      writeLine(level, ...values);
  Object.assign(console, {
    log: at('INFO'),
    info: at('INFO'),
    debug: at('DEBUG'),
    trace: at('TRACE'),
    warn: at('WARN'),
    error: at('ERROR'),
    fatal: at('FATAL'),
  });
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

/** Serializes a handler's result as JSON, because the caller receives only JSON. */
function asJson(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

/**
 * Parses a serialized result.
 * @throws Error if the result is nested too deeply to be passed to the platform
 */
function handedOn(result: string): unknown {
  const parsed: unknown = JSON.parse(result);
  if (isDeeper(parsed))
    throw new Error(`the result has more than ${mostLevels} levels, which is not supported locally`);
  return parsed;
}

/**
 * Maximum size of a result: 6 MiB and 100 bytes, as in Lambda's error messages. Source: developer guide,
 * "gettingstarted-limits".
 */
const mostResultBytes = 6_291_556;

/** Reports a result that is too large. The handler has succeeded, but Lambda rejects its result. */
function reportTooLarge(): void {
  const limit = `exceeded maximum allowed payload size (${mostResultBytes} bytes).`;
  const errorPayload = JSON.stringify({ errorMessage: `E${limit.slice(1)}`, errorType: 'RequestEntityTooLarge' });
  process.stderr.write(
    `[ERROR] [${Date.now()}] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413. ${errorPayload}\n`,
  );
  const error = { errorType: 'Function.ResponseSizeTooLarge', errorMessage: `Response payload size ${limit}` };
  send({ kind: 'threw', requestId, error, memoryBytes: usedBytes() });
}

/**
 * Terminates the environment. A thread reports the reason to the platform; a process is terminated by the signal, as
 * when V8 runs out of memory.
 */
function endBy(signal: string, outOfMemory: boolean): never {
  if (parentPort === null) process.kill(process.pid, signal);
  send({ kind: 'killed', signal, outOfMemory });
  return process.exit(1);
}

const memory = limitMemory(code.memoryMegabytes * 2 ** 20, () =>
  endBy(parentPort === null ? 'SIGABRT' : 'SIGKILL', true),
);

async function run(handler: Handler, invocation: Invocation): Promise<void> {
  requestId = invocation.requestId;
  readClock(invocation.clock);
  const stopWatching = memory.watch();
  try {
    const result = asJson(await call(handler, invocation.event, contextOf(invocation, performance.now())));
    memory.check();
    if (Buffer.byteLength(result) > mostResultBytes) reportTooLarge();
    else send({ kind: 'done', requestId, result: handedOn(result), memoryBytes: usedBytes() });
  } catch (error) {
    writeError('Invoke Error', error);
    send({ kind: 'threw', requestId, error: answerOf(error), memoryBytes: usedBytes() });
  } finally {
    stopWatching();
  }
}

/** Fails the invocation and terminates the environment after an uncaught exception or unhandled rejection, as Lambda does. */
function crash(title: string, error: Error): void {
  writeError(title, error);
  send({ kind: 'crashed', error: answerOf(error), memoryBytes: usedBytes() });
}

async function start(): Promise<void> {
  const started = performance.now();
  process.on('uncaughtException', (error) => crash('Uncaught Exception', error));
  process.on('unhandledRejection', (reason) =>
    crash('Unhandled Promise Rejection', new RuntimeError('UnhandledPromiseRejection', String(reason))),
  );
  try {
    const handler = await loadHandler(code.directory, code.handler);
    const receive = (invocation: Invocation) => void run(handler, invocation);
    if (parentPort === null) process.on('message', receive);
    else parentPort.on('message', receive);
    send({ kind: 'ready', initMilliseconds: performance.now() - started });
  } catch (error) {
    writeError('Uncaught Exception', error);
    send({ kind: 'init-failed', error: answerOf(error) });
  }
}

captureOutput();
if (parentPort !== null) interceptProcessExit((signal) => endBy(signal, false));
const readClock = followPlatformClock();
void start();
