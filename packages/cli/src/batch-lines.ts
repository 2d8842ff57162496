interface BatchedPrint {
  (line: string): void;
  /** Writes the pending lines immediately. */
  now(): void;
}

/**
 * Combines the lines from one turn of the event loop into a single write, because Node.js blocks on each write to a pipe, and a
 * busy platform prints ten lines per message.
 */
export function batchLines(write: (text: string) => void): BatchedPrint {
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
