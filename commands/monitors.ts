import { parseArgs } from 'node:util';
import { tryLines } from './monitoring/try';
import { fail } from './printing/fail';

const help = `npm run monitors -- COMMAND

  try --ndjson   answers a line a case from stdin with a line on stdout: a monitor over series, a message,
                 a composite, an SLO (docs/guides/test-a-monitor.md)

  example   echo '{"composite":"a && b","states":{"a":"Alert","b":"OK"}}' | npm run --silent monitors -- try --ndjson`;

async function monitors(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { ndjson: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [command] = positionals;
  if (values.help || command === undefined) return console.log(help);
  if (command !== 'try') throw new Error(`unknown command ${command}; known: try (npm run monitors -- --help)`);
  if (!values.ndjson) throw new Error('try reads lines of JSON: say so with --ndjson');
  await tryLines(process.stdin, process.stdout);
}

monitors().catch(fail);
