import { types } from 'node:util';

/** Whether there is a process of this id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // it runs, and belongs to somebody else
    return types.isNativeError(error) && 'code' in error && error.code === 'EPERM';
  }
}
