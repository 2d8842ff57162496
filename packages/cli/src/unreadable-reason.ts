import { types } from 'node:util';

/** Returns the reason why a file or directory cannot be read. Most reasons omit the system call that Node's messages contain. */
export function unreadableReason(error: unknown): string {
  const code = types.isNativeError(error) && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EISDIR':
      return 'it is a directory';
    case 'ENOTDIR':
      return 'it is not a directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    default:
      return types.isNativeError(error) ? error.message : String(error);
  }
}
