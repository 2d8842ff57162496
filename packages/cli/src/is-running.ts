import { types } from 'node:util';

/** Returns whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process exists, but runs as another user
    return types.isNativeError(error) && 'code' in error && error.code === 'EPERM';
  }
}
