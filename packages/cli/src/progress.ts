import type { WriteStream } from 'node:tty';
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** Shows a message during work of unknown duration. */
  show(text: string): void;
  /** Shows the number of completed steps out of a known total. */
  reach(done: number, of: number, text: string): void;
  clear(): void;
}

export const silent: Progress = { show: () => undefined, reach: () => undefined, clear: () => undefined };

const format = '{bar} {percentage}%  {text}';

/** Shows progress in a single line of a terminal. Shows nothing in a pipe or file. */
export function createProgress(stream: WriteStream): Progress {
  if (!stream.isTTY) return silent;
  const erase = '\r\u001b[K';
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
    stream.write(erase);
  };
  return {
    show(text) {
      clear();
      stream.write(`… ${text}`);
    },
    reach(done, of, text) {
      if (bar?.getTotal() !== of) {
        clear();
        bar = new SingleBar({ format, stream, barsize: 24, clearOnComplete: true }, Presets.shades_classic);
        bar.start(of, done, { text });
      }
      bar.update(done, { text });
    },
    clear,
  };
}
