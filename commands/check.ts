import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, showsColours } from '@himeshima/cli';
import picocolors from 'picocolors';
import { type Check, inLanes, type Result, runCheck } from './checking/run-check';
import { projectFolder } from './running/project-folder';

const help = `npm run check [-- NAME ...]

  Looks at everything that needs no test: types, lint and format, import rules, dead code, generated files,
  and whether the tests of monitors tell each from its mutants.
  Two checks at a time; exit code 1 where one fails, with all that it said.

  NAME   these checks alone: types, style, imports, dead-code, generated, examples, api, map, conformance, mutants

  example   npm run check -- types imports`;

const tool = (path: string) => join('node_modules', path);

const checks: readonly Check[] = [
  {
    name: 'types',
    args: [tool('typescript/bin/tsc'), '-p', '.', '--incremental', '--tsBuildInfoFile', 'build/types.tsbuildinfo'],
    mend: 'mend the types',
  },
  {
    name: 'style',
    args: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    mend: 'npm run format mends most of it',
  },
  {
    name: 'imports',
    args: [tool('dependency-cruiser/bin/dependency-cruise.mjs'), '--config', '.dependency-cruiser.cjs', '.'],
    mend: 'who may import whom: docs/README.md',
  },
  {
    name: 'dead-code',
    args: [tool('knip/bin/knip.js')],
    mend: 'take out what nobody uses',
  },
  {
    name: 'generated',
    args: [join('commands', 'run.mjs'), 'local-docs', '--check'],
    mend: 'npm run local-docs writes it anew',
  },
  {
    name: 'examples',
    args: [join('commands', 'run.mjs'), 'review-docs', '--check'],
    mend: 'npm run review-docs writes it anew',
  },
  {
    name: 'api',
    args: [join('commands', 'run.mjs'), 'api-docs', '--check'],
    mend: 'npm run api-docs writes it anew',
  },
  {
    name: 'map',
    args: [join('commands', 'run.mjs'), 'map', '--check'],
    mend: 'npm run map writes it anew',
  },
  {
    name: 'conformance',
    args: [join('commands', 'run.mjs'), 'conformance-docs', '--check'],
    mend: 'npm run conformance-docs writes it anew',
  },
  {
    name: 'mutants',
    args: [join('commands', 'run.mjs'), 'monitors', 'mutate'],
    mend: 'add the tests that it names',
  },
];

// a CI may set CI=true, for which picocolors would colour what goes into a file
const pc = picocolors.createColors(showsColours());

/** @throws Error that names the known checks where `names` has another */
function chosen(names: readonly string[]): readonly Check[] {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined)
    throw new Error(`unknown check ${unknown}; known: ${checks.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? checks : checks.filter(({ name }) => names.includes(name));
}

function print({ name, mend }: Check, { passed, seconds, output }: Result): void {
  const mark = passed ? pc.green('✓') : pc.red('✗');
  console.log(`${mark} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s${passed ? '' : `   ${mend}`}`);
  if (!passed) console.log(`${output}\n`);
}

async function check(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(help);
  const root = projectFolder();
  await inLanes(chosen(positionals), 2, async (one) => {
    const result = await runCheck(one, root);
    print(one, result);
    if (!result.passed) process.exitCode = 1;
  });
}

check().catch(fail);
