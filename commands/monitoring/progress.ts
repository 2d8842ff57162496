import type { WriteStream } from 'node:tty';

export interface Progress {
  show(text: string): void;
  clear(): void;
}

const silent: Progress = { show: () => undefined, clear: () => undefined };

/** One line that changes, for a person who waits. Nothing where nobody looks: a pipe, a file. */
export function createProgress(stream: Pick<WriteStream, 'isTTY' | 'write'>): Progress {
  if (!stream.isTTY) return silent;
  const erase = '\r\u001b[K';
  return {
    show: (text) => stream.write(`${erase}… ${text}`),
    clear: () => stream.write(erase),
  };
}
