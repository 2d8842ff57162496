import type { Clock } from '../clock';

/** What an execution waits for, by the platform's clock: a change of its speed counts at once. */
export interface Pauses {
  /** Resolves after so many seconds; at once where there are none, or the execution has ended. */
  wait(seconds: number): Promise<void>;
  /** The execution has ended: whatever waits goes on, and must do nothing more. */
  end(): void;
  readonly ended: boolean;
}

export function createPauses(clock: Clock): Pauses {
  const waiting = new Set<() => void>();
  let ended = false;
  return {
    wait: (seconds) =>
      new Promise((resolve) => {
        // a clock that stands still would never let it go on
        if (ended || seconds <= 0) return resolve();
        const goOn = () => {
          cancel();
          waiting.delete(goOn);
          resolve();
        };
        const cancel = clock.after(seconds * 1000, goOn);
        waiting.add(goOn);
      }),
    end() {
      ended = true;
      for (const goOn of waiting) goOn();
    },
    get ended() {
      return ended;
    },
  };
}
