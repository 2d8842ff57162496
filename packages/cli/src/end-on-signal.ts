import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type EndingSignal = (typeof signals)[number];

/** As a shell says it: 128 and the number of the signal. */
export const codeOf = (signal: EndingSignal): number => 128 + constants.signals[signal];

const millisecondsBetweenLooks = 250;
/** Within which a signal is npm's copy of the one that the terminal has sent to every process. */
const sameMilliseconds = 500;

/**
 * Calls something for each signal by which somebody ends a process: Ctrl-C, kill, a terminal that is closed. npm hands
 * on SIGINT and SIGTERM alone, and to its shell, for which the scripts say `exec`; where npm itself is gone, that counts
 * as SIGHUP.
 */
export function onSignal(end: (signal: EndingSignal) => void): void {
  let last = Number.NEGATIVE_INFINITY;
  const tell = (signal: EndingSignal) => {
    const now = performance.now();
    if (now - last > sameMilliseconds) end(signal);
    last = now;
  };
  for (const signal of signals) process.on(signal, tell);
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    tell('SIGHUP');
  }, millisecondsBetweenLooks);
  look.unref();
}
