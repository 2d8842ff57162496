import { types } from 'node:util';

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it runs as another user
    return types.isNativeError(error) && 'code' in error && error.code === 'EPERM';
  }
}
