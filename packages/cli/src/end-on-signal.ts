import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type EndingSignal = (typeof signals)[number];

/** Returns the exit code by shell convention: 128 plus the signal number. */
export const codeOf = (signal: EndingSignal): number => 128 + constants.signals[signal];

const millisecondsBetweenLooks = 250;
/** Milliseconds within which a repeated signal is assumed to be npm's copy of the terminal's signal. */
const sameMilliseconds = 500;

/**
 * Calls a function for each signal that terminates the process: Ctrl-C, kill, a closed terminal. npm forwards only SIGINT and
 * SIGTERM, and only to its shell, so npm scripts must start the program with `exec`. Treats the exit of npm itself as SIGHUP.
 */
export function onSignal(end: (signal: EndingSignal) => void): void {
  let last = Number.NEGATIVE_INFINITY;
  const endUnlessRepeated = (signal: EndingSignal) => {
    const now = performance.now();
    if (now - last > sameMilliseconds) end(signal);
    last = now;
  };
  for (const signal of signals) process.on(signal, endUnlessRepeated);
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    endUnlessRepeated('SIGHUP');
  }, millisecondsBetweenLooks);
  look.unref();
}
