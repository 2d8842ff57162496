import { constants } from 'node:os';

/** Signals that end no process. POSIX, signal.h */
const harmless: ReadonlySet<string> = new Set(['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']);

function signalName(signal: string | number): string | undefined {
  const found = Object.entries(constants.signals).find(([name, number]) => name === signal || number === signal);
  return found?.[0];
}

/**
 * In a thread `process` is that of the platform: what a handler does to its own process ends its thread instead.
 * @param end does not return
 */
export function endAlone(end: (signal: string) => never): void {
  const kill = process.kill.bind(process);
  // 0 and what is negative is the whole group. kill(2)
  const own: ReadonlySet<number> = new Set([process.pid, -process.pid, 0]);
  process.abort = () => end('SIGABRT');
  process.kill = (pid, signal = 'SIGTERM') => {
    const name = signalName(signal);
    // 0 asks whether the process lives, and what is no signal is an error
    if (!own.has(pid) || name === undefined) return kill(pid, signal);
    return harmless.has(name) ? true : end(name);
  };
}
