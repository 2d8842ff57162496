import type { Clock } from '../clock';

/** Pauses of an execution, timed by the platform's clock; changes to the clock's speed take effect immediately. */
export interface Pauses {
  /** Resolves after this many seconds; immediately for 0, or if the execution has ended. */
  wait(seconds: number): Promise<void>;
  /** Ends all pauses when the execution ends. Code that was waiting resumes, and must have no further effects. */
  end(): void;
  readonly ended: boolean;
}

export function createPauses(clock: Clock): Pauses {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    wait: (seconds) =>
      new Promise((resolve) => {
        // with a stopped clock, a timer would never fire
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
