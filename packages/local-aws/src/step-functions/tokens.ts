import type { Cancel, Clock } from '../clock';
import { AwsError } from '../gateway/service-api';

/** Tasks that wait for a callback with their task token. */
export interface Tokens {
  /**
   * Resolves with the output that is sent with the token. Rejects on failure or timeout with an error whose
   * name Retry and Catch can match.
   */
  wait(task: {
    token: string;
    timeoutSeconds?: number | undefined;
    heartbeatSeconds?: number | undefined;
  }): Promise<unknown>;
  /**
   * Completes the task that waits with a token.
   * @throws AwsError TaskTimedOut if no task waits with the token
   */
  succeed(token: string, output: unknown): void;
  fail(token: string, failure: { error: string; cause: string }): void;
  heartbeat(token: string): void;
  /** Resolves a waiting task with null. Called when the execution of the task has ended. */
  forget(token: string): void;
}

interface Waiting {
  resolve(output: unknown): void;
  reject(error: Error): void;
  /** Restarts the heartbeat timeout. */
  restartHeartbeat(): void;
  cancel(): void;
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

export function createTokens(clock: Clock): Tokens {
  const waiting = new Map<string, Waiting>();

  const find = (token: string): Waiting => {
    const task = waiting.get(token);
    if (task === undefined)
      throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
    return task;
  };
  const take = (token: string): Waiting => {
    const task = find(token);
    waiting.delete(token);
    task.cancel();
    return task;
  };

  return {
    wait: ({ token, timeoutSeconds, heartbeatSeconds }) =>
      new Promise((resolve, reject) => {
        waiting.get(token)?.cancel();
        const endAfter = (seconds: number | undefined, error: string, missed: string): Cancel =>
          seconds === undefined
            ? () => undefined
            : clock.after(seconds * 1000, () => {
                take(token);
                reject(named(error, `no ${missed} within ${seconds} s`));
              });
        const cancelLimit = endAfter(timeoutSeconds, 'States.Timeout', 'response');
        const beat = () => endAfter(heartbeatSeconds, 'States.HeartbeatTimeout', 'heartbeat');
        let cancelBeat = beat();
        waiting.set(token, {
          resolve,
          reject,
          restartHeartbeat() {
            cancelBeat();
            cancelBeat = beat();
          },
          cancel() {
            cancelLimit();
            cancelBeat();
          },
        });
      }),
    succeed: (token, output) => take(token).resolve(output),
    fail: (token, { error, cause }) => take(token).reject(named(error, cause)),
    heartbeat: (token) => find(token).restartHeartbeat(),
    forget(token) {
      const task = waiting.get(token);
      if (task === undefined) return;
      waiting.delete(token);
      task.cancel();
      // the result is null, because a state might retry an error, and an aborted engine stops only after its
      // current state succeeds
      task.resolve(null);
    },
  };
}
