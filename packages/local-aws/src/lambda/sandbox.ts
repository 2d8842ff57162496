import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../worker-file';
import { isSandboxMessage } from './sandbox-message';
import type { FunctionCode, Invocation, SandboxMessage } from './sandbox-protocol';

export interface Exit {
  code: number;
  /** Signal that terminated the process or thread. */
  signal: string | undefined;
  outOfMemory: boolean;
}

/** Environment that runs a function's code: a thread, or a process if a debugger or isolation is required. */
export interface Sandbox {
  send(invocation: Invocation): void;
  onMessage(listener: (message: SandboxMessage) => void): void;
  /** Adds a listener that is called once, with the reason if it is known, when the environment has exited. */
  onExit(listener: (reason: Exit) => void): void;
  stop(): void;
}

const filterMessages = (listener: (message: SandboxMessage) => void) => (message: unknown) => {
  if (isSandboxMessage(message)) listener(message);
};

/**
 * Starts a thread. This takes 20 ms and 21 MB.
 * Exceptions, exits and a full heap in the thread do not affect the platform.
 */
export function startThread(code: FunctionCode, environment: Record<string, string>): Sandbox {
  const worker = new Worker(workerFile('lambda'), {
    workerData: code,
    env: environment,
    resourceLimits: { maxOldGenerationSizeMb: code.memoryMegabytes, maxYoungGenerationSizeMb: 24 },
    stdout: true,
    stderr: true,
  });
  let ending: Omit<Exit, 'code'> = { signal: undefined, outOfMemory: false };
  worker.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') ending = { signal: 'SIGKILL', outOfMemory: true };
  });
  return {
    send: (invocation) => worker.postMessage(invocation),
    onMessage(listener) {
      const onMessageOnce = filterMessages((message) => {
        if (message.kind === 'killed') ending = message;
        listener(message);
      });
      worker.on('message', onMessageOnce);
    },
    onExit: (listener) => void worker.on('exit', (exitCode) => listener({ ...ending, code: exitCode })),
    stop: () => void worker.terminate(),
  };
}

/** Signals that V8 uses to terminate a process if its heap is full, or if an allocation can never succeed. */
const memorySignals: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/**
 * Starts a process. A process is slower and uses more memory than a thread, but can be debugged, and its failures never
 * affect the platform.
 */
export function startProcess(code: FunctionCode, environment: Record<string, string>, inspect: boolean): Sandbox {
  const child = fork(workerFile('lambda'), [], {
    env: { ...environment, LOCAL_AWS_FUNCTION: JSON.stringify(code) },
    execArgv: [
      '--enable-source-maps',
      `--max-old-space-size=${code.memoryMegabytes}`,
      ...(inspect ? ['--inspect-brk=127.0.0.1:9229'] : []),
    ],
    // show stderr only with a debugger, which prints its address to stderr; otherwise V8 would print crashes to the
    // terminal
    stdio: ['ignore', 'ignore', inspect ? 'inherit' : 'ignore', 'ipc'],
  });
  return {
    send: (invocation) => void child.send(invocation),
    onMessage: (listener) => void child.on('message', filterMessages(listener)),
    onExit: (listener) =>
      void child.on('exit', (exitCode, signal) =>
        listener({
          code: exitCode ?? 1,
          signal: signal ?? undefined,
          outOfMemory: signal !== null && memorySignals.has(signal),
        }),
      ),
    stop: () => void child.kill('SIGKILL'),
  };
}
