import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { readArgs } from './command';
import { tryLine } from './try-line';

export async function tryCommand(args: readonly string[]): Promise<void> {
  const { values } = readArgs(args, { options: { ndjson: { type: 'boolean' } } });
  if (!values.ndjson) throw new Error('try reads lines of JSON: say so with --ndjson');
  await tryLines(process.stdin, process.stdout);
}

/**
 * Answers a line a case, in order, as they come: `npm run --silent monitors -- try --ndjson < cases.ndjson`. Ends where
 * nobody reads on, as in `… | head -1`.
 */
export async function tryLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  try {
    await pipeline(answersTo(input), output, { end: false });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPIPE')) throw error;
  }
}

async function* answersTo(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') yield `${JSON.stringify(tryLine(line))}\n`;
  }
}
