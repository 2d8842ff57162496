import type { Clock } from '../clock';
import { type LogFormat, systemLogOf } from './report';
import type { Exit, Sandbox } from './sandbox';
import type { FunctionError, Invocation, SandboxMessage } from './sandbox-protocol';

export type Outcome =
  | { status: 'success'; result: unknown }
  | { status: 'error'; error: FunctionError }
  | { status: 'timeout'; error: FunctionError };

export interface InvocationResult {
  outcome: Outcome;
  milliseconds: number;
  cold: boolean;
  /** Log lines of the invocation, including the lines that Lambda itself writes. */
  lines: readonly string[];
}

export interface Instance {
  /** Runs an invocation. An instance must not run several invocations at a time. */
  run(invocation: Pick<Invocation, 'requestId' | 'event'>): Promise<InvocationResult>;
  /** Whether the thread or process is running. After it has exited, the instance accepts no further invocations. */
  readonly alive: boolean;
  stop(): void;
}

export interface InstanceOptions {
  sandbox: Sandbox;
  clock: Clock;
  functionArn: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  logFormat: LogFormat;
  /** Whether the timeout is disabled, because a debugger can pause invocations. */
  noTimeout: boolean;
  /** Writes all log lines of one invocation, in order. */
  write(lines: readonly string[]): void;
}

type SandboxEnd = { message: SandboxMessage } | { exited: Exit } | { timedOut: true };

/** Go's descriptions of signals. Lambda's messages contain them, because Lambda's runtime is written in Go. */
const signalTexts: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGHUP: 'hangup',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/** Returns Lambda's message for a runtime that has exited. */
function endingOf({ code, signal, outOfMemory }: Exit): string {
  if (outOfMemory) return 'Runtime exited with error: signal: killed';
  if (signal !== undefined) return `Runtime exited with error: signal: ${signalTexts[signal] ?? signal}`;
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`;
}

/** Starts an execution environment, which runs a function in a thread or process and collects its log lines. */
export function startInstance(options: InstanceOptions): Instance {
  const { sandbox, clock } = options;
  const systemLog = systemLogOf(options.logFormat);
  const time = () => new Date(clock.now());
  let alive = true;
  const lines: string[] = [];
  let end: ((ended: SandboxEnd) => void) | undefined;
  let initMilliseconds: number | undefined;
  let usedMegabytes = 0;
  let cold = true;
  let exited: Exit | undefined;
  let failedInit: FunctionError | undefined;

  const endAfterCrash = () => {
    alive = false;
    sandbox.stop();
    // otherwise, log lines that the thread prints outside of an invocation would never be written
    if (end === undefined) options.write(lines.splice(0));
  };

  sandbox.onMessage((message) => {
    if (message.kind === 'log') lines.push(message.text);
    // ignore this message: the reason is reported when the thread exits
    else if (message.kind === 'killed') return;
    else if (message.kind === 'ready') initMilliseconds = message.initMilliseconds;
    else {
      if (message.kind === 'init-failed') failedInit = message.error;
      if (message.kind === 'crashed') endAfterCrash();
      end?.({ message });
    }
  });
  sandbox.onExit((reason) => {
    alive = false;
    exited = reason;
    end?.({ exited: reason });
  });

  const ended = (invocation: Invocation) =>
    new Promise<SandboxEnd>((resolve) => {
      const cancel = options.noTimeout
        ? () => undefined
        : clock.real.after(options.timeoutSeconds * 1000, () => resolve({ timedOut: true }));
      end = (how) => {
        cancel();
        resolve(how);
      };
      if (exited !== undefined) end({ exited });
      else if (failedInit !== undefined) end({ message: { kind: 'init-failed', error: failedInit } });
      else sandbox.send(invocation);
    });

  /** Writes the reason for a failure to a text log. In the JSON format, the report contains the reason. */
  const writeReason = (text: string) => {
    if (options.logFormat.format === 'Text') lines.push(text);
  };

  const judge = (how: SandboxEnd, requestId: string): Outcome => {
    if ('timedOut' in how) {
      const reason = `Task timed out after ${options.timeoutSeconds.toFixed(2)} seconds`;
      writeReason(`${time().toISOString()} ${requestId} ${reason}\n`);
      const errorMessage = `RequestId: ${requestId} Error: ${reason}`;
      return { status: 'timeout', error: { errorType: 'Sandbox.Timedout', errorMessage } };
    }
    if ('exited' in how) {
      const errorType = how.exited.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
      const errorMessage = `RequestId: ${requestId} Error: ${endingOf(how.exited)}`;
      writeReason(`${errorMessage}\n${errorType}\n`);
      if (how.exited.outOfMemory) usedMegabytes = options.memoryMegabytes;
      return { status: 'error', error: { errorType, errorMessage } };
    }
    const { message } = how;
    if (message.kind === 'done') return { status: 'success', result: message.result };
    return message.kind === 'threw' || message.kind === 'crashed' || message.kind === 'init-failed'
      ? { status: 'error', error: message.error }
      : { status: 'error', error: { errorType: 'Runtime.Unknown', errorMessage: message.kind } };
  };

  return {
    get alive() {
      return alive;
    },
    stop: () => sandbox.stop(),
    async run({ requestId, event }) {
      const started = clock.real.now();
      lines.unshift(...systemLog.start(requestId, time()));
      const how = await ended({
        requestId,
        event,
        functionArn: options.functionArn,
        timeoutMilliseconds: options.timeoutSeconds * 1000,
        clock: { now: clock.now(), speed: clock.speed },
      });
      end = undefined;
      const milliseconds = clock.real.now() - started;
      if ('message' in how && 'memoryBytes' in how.message)
        usedMegabytes = Math.ceil(how.message.memoryBytes / 2 ** 20);
      const outcome = judge(how, requestId);
      if ('timedOut' in how || ('message' in how && how.message.kind === 'init-failed')) {
        alive = false;
        sandbox.stop();
      }
      const report = {
        requestId,
        milliseconds: Math.max(0, milliseconds - (cold ? (initMilliseconds ?? 0) : 0)),
        memoryMegabytes: options.memoryMegabytes,
        usedMegabytes,
        initMilliseconds: cold ? initMilliseconds : undefined,
        status: outcome.status,
        ...(outcome.status === 'error' ? { errorType: outcome.error.errorType } : {}),
      };
      lines.push(...systemLog.end(report, time()));
      const finished = { outcome, milliseconds, cold, lines: lines.splice(0) };
      cold = false;
      options.write(finished.lines);
      return finished;
    },
  };
}
