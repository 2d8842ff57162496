import { createCommand, linesIn, standardInput, writeAnswers } from '@himeshima/cli';
import { tryLine } from './try-line';

/** A case may hold many series of many months; a text of Node.js has 512 MB at most. */
const longest = 256 * 1024 * 1024;

/** The command that answers lines. @param name of the program */
export const tryCommand = (name: string) =>
  createCommand('try', {
    summary: 'Answers one case per line of stdin: a monitor over series, a message, a composite, an SLO.',
    example: `${name} try --ndjson <<< '{"composite":"a && b","states":{"a":"Alert","b":"OK"}}'`,
  })
    .option('--ndjson', 'read lines of JSON, the only format of try')
    .action(async ({ ndjson }) => {
      if (!ndjson) throw new Error('try reads lines of JSON; add --ndjson');
      await tryLines(standardInput(), process.stdout);
    });

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
