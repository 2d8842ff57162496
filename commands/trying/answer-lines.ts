import { isUtf8 } from 'node:buffer';
import { pipeline } from 'node:stream/promises';

/** A line may hold a payload of 128 KB, and more than that in base64; what is longer than this is not kept. */
const longestLine = 4 * 1024 * 1024;

/**
 * Answers each line of the input by one line of output, in order, in as little memory for many lines as for few. Ends
 * where nobody reads on, as in `… | head -1`.
 */
export async function answerLines(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  answer: (line: string) => string,
): Promise<void> {
  try {
    await pipeline(answersTo(input, answer), output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

/** As many answers at once as a chunk of input has lines: a piece for each would take most of the time. */
async function* answersTo(input: NodeJS.ReadableStream, answer: (line: string) => string): AsyncGenerator<string> {
  let rest = nothing;
  let isFirst = true;
  let isTooLong = false;
  for await (const chunk of input) {
    const bytes = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = bytes.lastIndexOf(newline) + 1;
    rest = bytes.subarray(end);
    if (end > 0) {
      const [first, ...others] = linesOf(isFirst ? withoutMark(bytes.subarray(0, end)) : bytes.subarray(0, end));
      const lines = [isTooLong ? tooLong : first, ...others];
      yield lines.map((line) => `${answerTo(line, answer)}\n`).join('');
      isFirst = false;
      isTooLong = false;
    }
    if (rest.length > longestLine) {
      rest = nothing;
      isTooLong = true;
    }
  }
  if (isTooLong) yield `${answerTo(tooLong, answer)}\n`;
  else if (rest.length > 0) yield `${answerTo(lineOf(isFirst ? withoutMark(rest) : rest), answer)}\n`;
}

/** A line, or what is wrong with it before it is read. */
type Line = string | { readonly message: string };

function answerTo(line: Line | undefined, answer: (line: string) => string): string {
  if (typeof line === 'string') return answer(line.endsWith('\r') ? line.slice(0, -1) : line);
  return JSON.stringify({ error: { message: line?.message ?? '', line: 1, column: 1 } });
}

/** All of them at once where all are UTF-8, which is ten times as fast. */
function linesOf(bytes: Buffer): Line[] {
  const ended = bytes.subarray(0, -1);
  if (isUtf8(ended)) return ended.toString('utf8').split('\n');
  return ended
    .toString('latin1')
    .split('\n')
    .map((line) => lineOf(Buffer.from(line, 'latin1')));
}

const lineOf = (bytes: Buffer): Line => (isUtf8(bytes) ? bytes.toString('utf8') : { message: 'the line is no UTF-8' });

/** Some programs of Windows begin a stream with a byte order mark. */
const withoutMark = (bytes: Buffer) => (bytes.subarray(0, 3).toString('hex') === 'efbbbf' ? bytes.subarray(3) : bytes);

const nothing = Buffer.alloc(0);
const newline = 0x0a;
const tooLong: Line = { message: `the line is longer than ${longestLine} bytes` };
