/** Real time, which continues while the platform's clock is stopped. */
export interface RealClock {
  /** Returns the time in milliseconds since the epoch. */
  now(): number;
  /** Calls the function after a delay in milliseconds. Returns a function that cancels the call. */
  after(delay: number, run: () => void): () => void;
}

/** Clock of the browser. */
export const browserClock: RealClock = {
  now: () => Date.now(),
  after(delay, run) {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
};
