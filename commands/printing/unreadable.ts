/** Why a file or folder cannot be read, in words: Node's own name a system call. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is none';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
      return 'it is no folder';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not read it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
