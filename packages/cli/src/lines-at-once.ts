interface PrintedLines {
  (line: string): void;
  /** Writes pending lines. */
  now(): void;
}

/**
 * Combines the lines of one turn of the event loop into one write. Node.js waits for each write to a pipe, and each message of a
 * busy platform causes ten lines.
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
