import { linesIn, standardInput, writeAnswers } from '@himeshima/cli';
import { readArgs } from './command';
import { tryLine } from './try-line';

/** A case may hold many series of many months; a text of Node.js has 512 MB at most. */
const longest = 256 * 1024 * 1024;

export async function tryCommand(args: readonly string[]): Promise<void> {
  const { values } = readArgs(args, { options: { ndjson: { type: 'boolean' } } });
  if (!values.ndjson) throw new Error('try reads lines of JSON: say so with --ndjson');
  await tryLines(standardInput(), process.stdout);
}

/**
 * Answers a line a case, in order, as they come: `npm run --silent monitors -- try --ndjson < cases.ndjson`. Ends where
 * nobody reads on, as in `… | head -1`.
 */
export const tryLines = (input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> =>
  writeAnswers(answersTo(input), output);

async function* answersTo(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const lines of linesIn(input, { longest })) {
    for (const line of lines) {
      if (typeof line !== 'string') yield `${JSON.stringify({ error: line.message })}\n`;
      else if (line.trim() !== '') yield `${JSON.stringify(tryLine(line))}\n`;
    }
  }
}
