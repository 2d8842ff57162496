import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HandlerToLoad, LoadedHandler } from './handler-protocol';

/** Limit of Lambda's init phase (developer guide, "lambda-runtime-environment"). */
const lambdaInitSeconds = 10;

interface Options {
  /** Path of the worker's bundle. */
  readonly worker: string;
  readonly initSeconds: number;
}

/** Returns the path of the worker's bundle, which the launcher puts next to the program. */
export const workerFile = () => join(__dirname, 'handler-worker.js');

/** Loads a handler in a new worker thread and terminates the thread. The output of the handler is discarded. */
export function loadHandlerInWorker(
  handler: HandlerToLoad,
  { worker, initSeconds }: Options = { worker: workerFile(), initSeconds: lambdaInitSeconds },
): Promise<LoadedHandler> {
  const thread = new Worker(worker, { workerData: handler, env: {}, stdout: true, stderr: true });
  const failureOf = (message: string): LoadedHandler => ({
    failure: { message, place: undefined },
    read: [],
    unset: [],
  });
  let deadline: NodeJS.Timeout | undefined;
  return new Promise<LoadedHandler>((resolve) => {
    thread.once('message', resolve);
    thread.once('error', (error) => resolve(failureOf(String(error))));
    thread.once('exit', () => resolve(failureOf('the handler exits the process')));
    const late = `loading takes more than ${initSeconds} s, the limit of Lambda's init phase`;
    deadline = setTimeout(() => resolve(failureOf(late)), initSeconds * 1000);
  }).finally(() => {
    clearTimeout(deadline);
    return thread.terminate();
  });
}
