import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { workerFile } from '../worker-file';
import type { FunctionCode, Invocation, Told } from './protocol';
import { isTold } from './told';

export interface Exit {
  code: number;
  /** By which it was ended. */
  signal: string | undefined;
  outOfMemory: boolean;
}

/** Where a function's code runs: a thread, or a process where a debugger or a hard memory limit is wanted. */
export interface Sandbox {
  send(invocation: Invocation): void;
  onTold(listener: (told: Told) => void): void;
  /** Called once when it is gone, with why where that is known. */
  onExit(listener: (reason: Exit) => void): void;
  stop(): void;
}

const hearing = (listener: (told: Told) => void) => (message: unknown) => {
  if (isTold(message)) listener(message);
};

/** A thread: 20 ms to start, 21 MB, contains throws, exits and an ordinary lack of memory. */
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
    onTold(listener) {
      const heard = hearing((told) => {
        if (told.kind === 'killed') ending = told;
        listener(told);
      });
      worker.on('message', heard);
    },
    onExit: (listener) => void worker.on('exit', (exitCode) => listener({ ...ending, code: exitCode })),
    stop: () => void worker.terminate(),
  };
}

/** How V8 ends a process that wants too much: a heap that is full, and one allocation that can never fit. */
const memorySignals: ReadonlySet<string> = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL']);

/** A process: slower and larger, contains everything, and can be debugged. */
export function startProcess(code: FunctionCode, environment: Record<string, string>, inspect: boolean): Sandbox {
  const child = fork(workerFile('lambda'), [], {
    env: { ...environment, LOCAL_AWS_FUNCTION: JSON.stringify(code) },
    execArgv: [
      '--enable-source-maps',
      `--max-old-space-size=${code.memoryMegabytes}`,
      ...(inspect ? ['--inspect-brk=127.0.0.1:9229'] : []),
    ],
    // the debugger says there where it listens; V8 would print its own end there
    stdio: ['ignore', 'ignore', inspect ? 'inherit' : 'ignore', 'ipc'],
  });
  return {
    send: (invocation) => void child.send(invocation),
    onTold: (listener) => void child.on('message', hearing(listener)),
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
