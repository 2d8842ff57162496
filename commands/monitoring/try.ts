import { createInterface } from 'node:readline';
import { readArgs } from './command';
import { tryLine } from './try-line';

export async function tryCommand(args: readonly string[]): Promise<void> {
  const { values } = readArgs(args, { options: { ndjson: { type: 'boolean' } } });
  if (!values.ndjson) throw new Error('try reads lines of JSON: say so with --ndjson');
  await tryLines(process.stdin, process.stdout);
}

/** Answers a line a case, in order, as they come: `npm run --silent monitors -- try --ndjson < cases.ndjson`. */
export async function tryLines(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    if (!output.write(`${JSON.stringify(tryLine(line))}\n`)) await drained(output);
  }
}

function drained(output: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => output.once('drain', resolve));
}
