import { pipeline } from 'node:stream/promises';
import { type Line, linesIn } from './lines-in';

/** Maximum length of a line in bytes, which is enough for a 128 KB payload in base64. */
const longest = 4 * 1024 * 1024;

/**
 * Answers each line of the input with one line of output, in order and in constant memory. Stops when the output is closed, as
 * in `… | head -1`.
 */
export const answerLines = (
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  answer: (line: string) => string,
): Promise<void> => writeAnswers(answersTo(input, answer), output);

/** Writes answers until the output is closed. */
export async function writeAnswers(answers: AsyncIterable<string>, output: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(answers, output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

/** Joins the answers for a chunk of input, because separate writes would dominate the running time. */
async function* answersTo(input: NodeJS.ReadableStream, answer: (line: string) => string): AsyncGenerator<string> {
  for await (const lines of linesIn(input, { longest })) {
    yield lines.map((line) => `${answerTo(line, answer)}\n`).join('');
  }
}

function answerTo(line: Line, answer: (line: string) => string): string {
  if (typeof line === 'string') return answer(line);
  return JSON.stringify({ error: { message: line.message, line: 1, column: 1 } });
}
