import { pipeline } from 'node:stream/promises';
import { type Line, linesIn } from './lines-in';

/** A line may hold a payload of 128 KB, and more than that in base64. */
const longest = 4 * 1024 * 1024;

/**
 * Answers each line of the input by one line of output, in order, in as little memory for many lines as for few. Ends
 * where nobody reads on, as in `… | head -1`.
 */
export const answerLines = (
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  answer: (line: string) => string,
): Promise<void> => writeAnswers(answersTo(input, answer), output);

/** Writes answers as they come, for as long as somebody reads. */
export async function writeAnswers(answers: AsyncIterable<string>, output: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(answers, output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

/** As many answers at once as a chunk of input has lines: a piece for each would take most of the time. */
async function* answersTo(input: NodeJS.ReadableStream, answer: (line: string) => string): AsyncGenerator<string> {
  for await (const lines of linesIn(input, { longest })) {
    yield lines.map((line) => `${answerTo(line, answer)}\n`).join('');
  }
}

function answerTo(line: Line, answer: (line: string) => string): string {
  if (typeof line === 'string') return answer(line);
  return JSON.stringify({ error: { message: line.message, line: 1, column: 1 } });
}
