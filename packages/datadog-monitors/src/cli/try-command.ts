import { createCommand, linesIn, standardInput, writeAnswers } from '@himeshima/cli';
import { tryLine } from './try-line';

/** Maximum length of a line. A line may contain many series over many months, but a Node.js string cannot exceed 512 MB. */
const longest = 256 * 1024 * 1024;

/** Creates the command that evaluates one input per line. @param name name of the program */
export const tryCommand = (name: string) =>
  createCommand('try', {
    summary: 'Evaluates each line of stdin: a monitor over series, a message, a composite, an SLO.',
    example: `${name} try --ndjson <<< '{"composite":"a && b","states":{"a":"Alert","b":"OK"}}'`,
  })
    .option('--ndjson', 'read lines of JSON, the only supported format')
    .action(async ({ ndjson }) => {
      if (!ndjson) throw new Error('try reads lines of JSON; add --ndjson');
      await tryLines(standardInput(), process.stdout);
    });

/**
 * Evaluates the lines in order, as they arrive: `npm run --silent monitors -- try --ndjson < cases.ndjson`. Stops when the
 * output is closed, for example by `… | head -1`.
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
