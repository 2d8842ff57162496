/** Cancels a timer; a no-op if it has already fired. */
export type Cancel = () => void;

/**
 * The platform's clock. Only this file may use Date and setTimeout (enforced by a lint rule), so that a test can
 * simulate an hour in a millisecond, and `--speed` accelerates every service by the same factor.
 */
export interface Clock {
  /** Returns the platform time in milliseconds since the epoch. */
  now(): number;
  /** Calls `run` after the given number of milliseconds of platform time. */
  after(milliseconds: number, run: () => void): Cancel;
  /** Speed of the clock, in platform seconds per real second. */
  readonly speed: number;
  setSpeed(speed: number): void;
  /** Advances the clock by the given number of milliseconds, and runs the timers that become due, in order. */
  advance(milliseconds: number): Promise<void>;
  /** Real time, for everything that the clock's speed must not affect: computation in a handler, TLS, keep-alive. */
  readonly real: { now(): number; after(milliseconds: number, run: () => void): Cancel };
}

interface Due {
  at: number;
  order: number;
  run: () => void;
}

const real: Clock['real'] = {
  now: () => performance.timeOrigin + performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after pending callbacks have run, so that `advance` sees the timers that they set. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Creates a clock.
 * @param speed platform seconds per real second; at 0, only `advance` moves the clock
 */
export function createClock({ speed, start = Date.now() }: { speed: number; start?: number }): Clock {
  let base = start;
  let realBase = real.now();
  let factor = speed;
  let order = 0;
  let wake: Cancel | undefined;
  const timers: Due[] = [];

  const now = () => base + (real.now() - realBase) * factor;
  const jumpTo = (time: number) => {
    base = time;
    realBase = real.now();
  };
  const takeDue = (until: number): Due | undefined => {
    const first = timers[0];
    return first !== undefined && first.at <= until ? timers.shift() : undefined;
  };
  const schedule = () => {
    wake?.();
    wake = undefined;
    const first = timers[0];
    if (first === undefined || factor === 0) return;
    // setTimeout is limited to a signed 32-bit number of milliseconds
    wake = real.after(Math.min(Math.max(0, (first.at - now()) / factor), 2 ** 31 - 1), runDue);
  };
  const runDue = () => {
    for (let due = takeDue(now()); due !== undefined; due = takeDue(now())) due.run();
    schedule();
  };

  return {
    now,
    real,
    get speed() {
      return factor;
    },
    after(milliseconds, run) {
      const due = { at: now() + milliseconds, order: order++, run };
      const later = timers.findIndex((timer) => timer.at > due.at);
      timers.splice(later === -1 ? timers.length : later, 0, due);
      if (timers[0] === due) schedule();
      return () => {
        const index = timers.indexOf(due);
        if (index === -1) return;
        timers.splice(index, 1);
        // otherwise the real timer would keep the process alive although no callback is pending
        if (index === 0) schedule();
      };
    },
    setSpeed(next) {
      jumpTo(now());
      factor = next;
      schedule();
    },
    async advance(milliseconds) {
      const target = now() + milliseconds;
      await settle();
      for (let due = takeDue(target); due !== undefined; due = takeDue(target)) {
        jumpTo(Math.max(now(), due.at));
        due.run();
        await settle();
      }
      jumpTo(Math.max(now(), target));
      schedule();
    },
  };
}

/** Resolves after the given number of milliseconds on the clock. */
export function sleep(clock: Pick<Clock, 'after'>, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.after(milliseconds, resolve));
}
