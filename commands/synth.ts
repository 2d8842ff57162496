import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, createCommand, onSignal, runCommand, writableFolder } from '@himeshima/cli';
import { environmentNamed, environments } from '../config/environments';
import { stacksOf } from '../config/names';
import type { DeclaredStacks, DeclareOptions } from '../main';
import { functionsIn } from './bundling/function-names';
import { printProblems } from './output/print-problems';
import { inputsOf, recordBuildInputs } from './platform/build-inputs';
import { projectFolder } from './platform/project-folder';
import { runChild } from './platform/run-child';
import { stagingFolder } from './platform/staging-folder';
import { stubArchiver } from './platform/stub-archiver';

interface Options {
  readonly env?: string | undefined;
  readonly out?: string | undefined;
  readonly places: boolean;
}

async function synth({ env, out, places }: Options): Promise<void> {
  const root = projectFolder();
  const chosen = env === undefined ? environments : [environmentNamed(env)];
  const zips = join(root, 'build', 'functions');
  const outdir = out ?? process.env['CDKTF_OUTDIR'] ?? 'cdktf.out';
  writableFolder('--out', outdir);
  // what is saved while this runs may not be in it
  const inputs = inputsOf(root);
  // whole or not at all: where a function is refused, what was synthesized before stays as it was
  const making = stagingFolder(outdir);
  // the stacks are written meanwhile, and each tells what is wrong with it
  const [bundled, declared] = await Promise.all([
    bundleApart(root),
    writeStacks(root, { environments: chosen, functions: functionsIn(root), outdir: making }),
  ]);
  if (!bundled) process.exitCode = 1;
  if (!bundled || declared === undefined) return;
  if (!(await canLoad(root, declared))) return;
  declared.placeZips(zips);
  if (places) declared.writePlaces();
  const stacks = chosen.flatMap(stacksOf);
  // another one may be ready at the same moment
  const { withLock } = await import('./platform/with-lock.js');
  await withLock({ folder: outdir, name: '.moving.lock' }, () => {
    moveInto(outdir, making, stacks);
    // of another folder nobody asks whether it is up to date
    if (resolve(outdir) === join(root, 'cdktf.out')) for (const stack of stacks) recordBuildInputs(root, stack, inputs);
  });
  for (const stack of stacks) console.log(`${stack.padEnd(29)} ${join(outdir, 'stacks', stack, 'cdk.tf.json')}`);
}

/**
 * Bundles in a process of its own: esbuild asks its plugins again and again, and would wait for the stacks here.
 * @returns false where a function is refused; it has said why
 */
function bundleApart(root: string): Promise<boolean> {
  // its memory is given back in a moment anyhow: to collect it takes a tenth of a synthesis
  return runChild(['bundle'], { root, env: { GOGC: 'off', ...process.env } });
}

/** In place of what was there; other stacks stay. */
function moveInto(outdir: string, making: string, stacks: readonly string[]): void {
  mkdirSync(join(outdir, 'stacks'), { recursive: true });
  for (const stack of stacks) {
    rmSync(join(outdir, 'stacks', stack), { recursive: true, force: true });
    renameSync(join(making, 'stacks', stack), join(outdir, 'stacks', stack));
  }
  renameSync(join(making, 'manifest.json'), join(outdir, 'manifest.json'));
}

/** @returns undefined if the stacks or the REST API are invalid; the reasons have been printed */
async function writeStacks(
  root: string,
  declaration: Omit<DeclareOptions, 'specification'>,
): Promise<DeclaredStacks | undefined> {
  // what is not needed for bundling is read while that is at work
  const [{ specificationIn }, { validateSpecification }] = await Promise.all([
    import('./bundling/specification.js'),
    import('./bundling/validate-specification.js'),
  ]);
  const specification = specificationIn(root);
  const problems = await validateSpecification(root);
  if (problems.length > 0) {
    for (const problem of problems) console.error(`✗ ${problem}`);
    process.exitCode = 1;
    return undefined;
  }
  const declared = await checked({ ...declaration, specification });
  declared?.write();
  return declared;
}

async function checked(declaration: DeclareOptions): Promise<DeclaredStacks | undefined> {
  // Nobody needs the source maps that cdktf's files carry inline, and reading them takes a tenth of a second.
  process.setSourceMapsEnabled(false);
  stubArchiver();
  try {
    const { declare } = await import('../main.js').finally(() => process.setSourceMapsEnabled(true));
    return declare(declaration);
  } catch (error) {
    const { refusalOf } = await import('../stacks/refusal.js');
    console.error(printProblems(refusalOf(error, declaration.environments).problems));
    process.exitCode = 1;
    return undefined;
  }
}

/** Loads the handlers that have changed. @returns false if one is refused; the reasons have been printed */
async function canLoad(root: string, declared: DeclaredStacks): Promise<boolean> {
  const { checkHandlers } = await import('./handlers/check-handlers.js');
  const problems = await checkHandlers(root, declared.functions());
  if (problems.length === 0) return true;
  const { Refusal } = await import('../stacks/refusal.js');
  console.error(printProblems(new Refusal(problems).problems));
  process.exitCode = 1;
  return false;
}

const command = createCommand('npm run synth --', {
  summary:
    'Bundles the functions and writes the Terraform of every environment. Reports invalid declarations with file and line.',
  example: 'npm run synth -- --env dev',
})
  .option('--env <name>', 'synthesize only this environment (default: all)')
  .option('--places', 'write places.json next to each stack: where its resources are declared', false)
  .option('--out <folder>', 'another folder (default: CDKTF_OUTDIR, which the cdktf command sets, or cdktf.out)')
  .action(synth);

onSignal((signal) => process.exit(codeOf(signal)));
void runCommand(command);
