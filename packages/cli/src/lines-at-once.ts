interface PrintedLines {
  (line: string): void;
  /** Writes what waits. */
  now(): void;
}

/**
 * Lines that come in one turn of the event loop are written as one: Node.js waits for each write to a pipe, and of a busy
 * platform each message is ten lines.
 */
export function linesAtOnce(write: (text: string) => void): PrintedLines {
  let waiting = '';
  const now = () => {
    const text = waiting;
    waiting = '';
    if (text !== '') write(text);
  };
  const print = (line: string) => {
    if (waiting === '') setImmediate(now);
    waiting += `${line}\n`;
  };
  return Object.assign(print, { now });
}
