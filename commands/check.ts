import { join } from 'node:path';
import { createCommand, runCommand, showsColours } from '@himeshima/cli';
import picocolors from 'picocolors';
import { type Check, type Result, runCheck } from './checks/run-check';
import { forEachConcurrently } from './platform/for-each-concurrently';
import { projectFolder } from './platform/project-folder';

const tool = (path: string) => join('node_modules', path);

/** TypeScript 7, which is three times as fast as 5.9. Tools that use the compiler API still require 5.9. */
const nativeCompiler = tool('typescript-native/bin/tsc');

const checks: readonly Check[] = [
  {
    name: 'types',
    args: [
      nativeCompiler,
      '-p',
      '.',
      '--singleThreaded',
      '--incremental',
      '--tsBuildInfoFile',
      'build/types.tsbuildinfo',
    ],
    fix: 'fix the types',
  },
  {
    name: 'console',
    args: [
      nativeCompiler,
      '-p',
      join('packages', 'console'),
      '--singleThreaded',
      '--incremental',
      '--tsBuildInfoFile',
      'build/console.tsbuildinfo',
    ],
    fix: 'fix the types of the web console',
  },
  {
    name: 'style',
    args: [tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'],
    fix: 'run npm run format, which fixes most problems',
  },
  {
    name: 'imports',
    args: [
      tool('dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--cache',
      'build/import-rules',
      '.',
    ],
    cache: 'build/import-rules',
    fix: 'see the import rules in docs/README.md',
  },
  {
    name: 'dead-code',
    args: [tool('knip/bin/knip.js'), '--cache', '--cache-location', 'build/knip'],
    cache: 'build/knip',
    fix: 'remove unused code',
  },
  {
    name: 'wording',
    args: [join('commands', 'run.mjs'), 'wording'],
    fix: 'see docs/style.md',
  },
  {
    name: 'generated',
    args: [join('commands', 'run.mjs'), 'local-docs', '--check'],
    fix: 'run npm run local-docs',
  },
  {
    name: 'examples',
    args: [join('commands', 'run.mjs'), 'review-docs', '--check'],
    fix: 'run npm run review-docs',
  },
  {
    name: 'api',
    args: [join('commands', 'run.mjs'), 'api-docs', '--check'],
    fix: 'run npm run api-docs',
  },
  {
    name: 'console-api',
    args: [join('commands', 'run.mjs'), 'console-docs', '--check'],
    fix: 'run npm run console-docs',
  },
  {
    name: 'map',
    args: [join('commands', 'run.mjs'), 'map', '--check'],
    fix: 'run npm run map',
  },
  {
    name: 'mutants',
    args: [join('commands', 'run.mjs'), 'monitors', 'mutate'],
    fix: 'add the tests that the output lists',
    isNightly: true,
  },
];

// picocolors enables colors if CI=true, even if the output is a file
const pc = picocolors.createColors(showsColours());

/**
 * Returns the checks with these names, or all checks except the nightly checks if no names are given.
 * @throws Error that lists the checks if a name is unknown
 */
function selectChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined)
    throw new Error(`unknown check ${unknown}; known: ${checks.map(({ name }) => name).join(', ')}`);
  return checks.filter(({ name, isNightly }) => (names.length === 0 ? isNightly !== true : names.includes(name)));
}

function print({ name, fix }: Check, { passed, seconds, output }: Result): void {
  const mark = passed ? pc.green('✓') : pc.red('✗');
  console.log(`${mark} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(5)} s${passed ? '' : `   ${fix}`}`);
  if (!passed) console.log(`${output}\n`);
}

async function runChecks(names: readonly string[]): Promise<void> {
  const root = projectFolder();
  await forEachConcurrently(selectChecks(names), 2, async (check) => {
    const result = await runCheck(check, root);
    print(check, result);
    if (!result.passed) process.exitCode = 1;
  });
}

const command = createCommand('npm run check --', {
  summary:
    'Runs every check except the tests: types, lint and format, import rules, dead code, wording, and generated files. Two checks run at a time; the exit code is 1 if one fails.',
  example: 'npm run check -- types imports',
})
  .argument(
    '[names...]',
    `checks to run: ${checks.map(({ name }) => name).join(', ')} (default: all except mutants, which the nightly pipeline runs)`,
  )
  .action(runChecks);

void runCommand(command);
