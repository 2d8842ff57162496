import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';

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
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let isTooLong = false;
  for await (const chunk of input) {
    const lines = (rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk))).split('\n');
    rest = lines.pop() ?? '';
    let answers = '';
    for (const line of lines) {
      answers += `${answer(isTooLong ? tooLong : withoutReturn(line))}\n`;
      isTooLong = false;
    }
    if (rest.length > longestLine) {
      rest = '';
      isTooLong = true;
    }
    if (answers !== '') yield answers;
  }
  if (rest !== '' || isTooLong) yield `${answer(isTooLong ? tooLong : withoutReturn(rest))}\n`;
}

/** Stands for a line that was too long to be read: no JSON either. */
const tooLong = `longer than ${longestLine} characters`;

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
