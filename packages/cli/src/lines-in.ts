import { isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';

/** Line of text, or the reason why it is invalid. */
export type Line = string | { readonly message: string };

/** Returns stdin. @throws Error if stdin is a folder, which Node.js would read as an empty file */
export function standardInput(): NodeJS.ReadableStream {
  if (fstatSync(process.stdin.fd).isDirectory()) throw new Error('stdin is a folder; use a file or a pipe');
  return process.stdin;
}

/**
 * Returns the lines of an input without their terminators, in one batch per chunk.
 * @param longest maximum length of a line in bytes; a longer line is replaced with an error message
 */
export async function* linesIn(
  input: NodeJS.ReadableStream,
  { longest }: { readonly longest: number },
): AsyncGenerator<readonly Line[]> {
  const tooLong: Line = { message: `the line is longer than ${longest} bytes` };
  let chunks: Buffer[] = [];
  let length = 0;
  let isFirst = true;
  let isTooLong = false;
  const take = () => {
    const bytes = Buffer.concat(chunks);
    chunks = [];
    length = 0;
    return isFirst ? withoutMark(bytes) : bytes;
  };
  const begin = (bytes: Buffer) => {
    chunks.push(bytes);
    length += bytes.length;
  };
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk);
    const end = bytes.lastIndexOf(newline);
    if (end >= 0) {
      begin(bytes.subarray(0, end));
      const [first, ...others] = linesOf(take());
      yield isTooLong || first === undefined ? [tooLong, ...others] : [first, ...others];
      isFirst = false;
      isTooLong = false;
    }
    begin(bytes.subarray(end + 1));
    if (length > longest) {
      chunks = [];
      length = 0;
      isTooLong = true;
    }
  }
  if (isTooLong) yield [tooLong];
  else if (length > 0) yield linesOf(take());
}

/** Decodes lines. If all lines are valid UTF-8, decodes them together, which is ten times as fast. */
function linesOf(bytes: Buffer): readonly Line[] {
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n').map(withoutReturn);
  return bytes
    .toString('latin1')
    .split('\n')
    .map((line) => lineOf(Buffer.from(line, 'latin1')));
}

const lineOf = (bytes: Buffer): Line =>
  isUtf8(bytes) ? withoutReturn(bytes.toString('utf8')) : { message: 'the line is not valid UTF-8' };

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** Removes the byte order mark, which some Windows programs write at the start of a stream. */
const withoutMark = (bytes: Buffer) => (bytes.subarray(0, 3).toString('hex') === 'efbbbf' ? bytes.subarray(3) : bytes);

const newline = 0x0a;
