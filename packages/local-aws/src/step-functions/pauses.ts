import type { Clock } from '../clock';

/** Pauses of an execution by the platform's clock, which follow changes of its speed immediately. */
export interface Pauses {
  /** Resolves after this many seconds; immediately for 0, or if the execution has ended. */
  wait(seconds: number): Promise<void>;
  /** Ends all pauses with the execution; waiting code continues and must do nothing more. */
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
