import type { Clock } from '../clock';

/** Pauses of an execution on the platform's clock. Changes to the clock's speed take effect immediately. */
export interface Pauses {
  /** Resolves after the given number of seconds, or immediately for 0 seconds or an execution that has ended. */
  wait(seconds: number): Promise<void>;
  /**
   * Ends all pauses because the execution has ended. After a pause, callers must stop if `ended` is true.
   */
  end(): void;
  readonly ended: boolean;
}

export function createPauses(clock: Clock): Pauses {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    wait: (seconds) =>
      new Promise((resolve) => {
        // a timer would never fire while the clock is stopped
        if (ended || seconds <= 0) return resolve();
        const resume = () => {
          cancel();
          waiting.delete(resume);
          resolve();
        };
        const cancel = clock.after(seconds * 1000, resume);
        waiting.add(resume);
      }),
    end() {
      ended = true;
      for (const resume of waiting) resume();
    },
    get ended() {
      return ended;
    },
  };
}
