import { constants } from 'node:os';

/** Signals that do not terminate a process (POSIX, signal.h). */
const harmless: ReadonlySet<string> = new Set(['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']);

function signalName(signal: string | number): string | undefined {
  const found = Object.entries(constants.signals).find(([name, number]) => name === signal || number === signal);
  return found?.[0];
}

/**
 * Intercepts signals that a handler sends to its own process, and terminates only the handler's thread.
 * Otherwise, these signals would terminate the platform.
 * @param end terminates the thread; must not return
 */
export function interceptProcessExit(end: (signal: string) => never): void {
  const kill = process.kill.bind(process);
  // 0 and negative numbers refer to process groups, see kill(2)
  const own: ReadonlySet<number> = new Set([process.pid, -process.pid, 0]);
  process.abort = () => end('SIGABRT');
  process.kill = (pid, signal = 'SIGTERM') => {
    const name = signalName(signal);
    // signal 0 only checks whether the process exists, and Node.js rejects an unknown signal
    if (!own.has(pid) || name === undefined) return kill(pid, signal);
    return harmless.has(name) ? true : end(name);
  };
}
