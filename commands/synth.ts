import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, createCommand, onSignal, runCommand, writableFolder } from '@himeshima/cli';
import type { DeclaredStacks, RefusedProblem } from '@himeshima/constructs';
import type { Environment } from '../config/environment';
import { environmentNamed, environments } from '../config/environments';
import { stacksOf } from '../config/names';
import type { DeclareOptions } from '../main';
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
  // hash the inputs before the synthesis, because files that are saved during the synthesis may be missing from the output
  const inputs = inputsOf(root);
  // write to a staging folder: if a function is invalid, the previous output stays unchanged
  const staging = stagingFolder(outdir);
  // bundle and write the stacks in parallel; each step reports its own problems
  const [bundled, declared] = await Promise.all([
    bundleInChild(root),
    writeStacks(root, { environments: chosen, outdir: staging }),
  ]);
  if (!bundled) process.exitCode = 1;
  if (!bundled || declared === undefined) return;
  if (!(await canLoad(root, declared))) return;
  declared.placeZips(zips);
  if (places) declared.writePlaces();
  const stacks = chosen.flatMap(stacksOf);
  // lock the output folder, because another synthesis may finish at the same time
  const { withLock } = await import('./platform/with-lock.js');
  await withLock({ folder: outdir, name: '.moving.lock' }, () => {
    moveStacks(outdir, staging, stacks);
    // record the inputs only for the default output, because no other output is reused
    if (resolve(outdir) === join(root, 'cdktf.out')) for (const stack of stacks) recordBuildInputs(root, stack, inputs);
  });
  for (const stack of stacks) console.log(`${stack.padEnd(29)} ${join(outdir, 'stacks', stack, 'cdk.tf.json')}`);
}

/**
 * Bundles the functions in a child process.
 * In this process, each of the many calls from esbuild to its plugins would wait for the synthesis of the stacks.
 * @returns false if a function is invalid; the child has printed the reason
 */
function bundleInChild(root: string): Promise<boolean> {
  // disable esbuild's garbage collection, which takes 10% of the time, because the process is short-lived
  return runChild(['bundle'], { root, env: { GOGC: 'off', ...process.env } });
}

/** Replaces the given stacks in the output folder and keeps all other stacks. */
function moveStacks(outdir: string, staging: string, stacks: readonly string[]): void {
  mkdirSync(join(outdir, 'stacks'), { recursive: true });
  for (const stack of stacks) {
    rmSync(join(outdir, 'stacks', stack), { recursive: true, force: true });
    renameSync(join(staging, 'stacks', stack), join(outdir, 'stacks', stack));
  }
  renameSync(join(staging, 'manifest.json'), join(outdir, 'manifest.json'));
}

/**
 * Writes the stacks of the environments.
 * @returns undefined if the stacks or the REST API are invalid; the reasons have been printed
 */
async function writeStacks(
  root: string,
  declaration: Pick<DeclareOptions, 'environments' | 'outdir'>,
): Promise<DeclaredStacks<Environment> | undefined> {
  // load these modules while the functions are bundled, because bundling does not need them
  const [{ functionsIn }, { specificationIn }, { validateSpecification }] = await Promise.all([
    import('@himeshima/constructs/bundling'),
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
  const declared = await declareStacks({ ...declaration, functions: functionsIn(root), specification });
  declared?.write();
  return declared;
}

async function declareStacks(declaration: DeclareOptions): Promise<DeclaredStacks<Environment> | undefined> {
  // skip cdktf's inline source maps, because reading them takes a tenth of a second
  process.setSourceMapsEnabled(false);
  stubArchiver();
  try {
    const { declare } = await import('../main.js').finally(() => process.setSourceMapsEnabled(true));
    return declare(declaration);
  } catch (error) {
    const { refusalOf } = await import('@himeshima/constructs');
    await reportProblems(refusalOf(error, declaration.environments).problems);
    return undefined;
  }
}

/** Loads the handlers that have changed. @returns false if one is rejected; the reasons have been printed */
async function canLoad(root: string, declared: DeclaredStacks<Environment>): Promise<boolean> {
  const { checkHandlers } = await import('./handlers/check-handlers.js');
  const problems = await checkHandlers(root, declared.functions());
  if (problems.length === 0) return true;
  const { Refusal } = await import('@himeshima/constructs');
  await reportProblems(new Refusal(problems).problems);
  return false;
}

async function reportProblems(problems: readonly RefusedProblem[]): Promise<void> {
  // load the constructs only now, because they take longer to load than the rest of the command
  const { printProblems } = await import('@himeshima/constructs');
  console.error(printProblems(problems));
  process.exitCode = 1;
}

const command = createCommand('npm run synth --', {
  summary:
    'Bundles the functions and writes the Terraform of every environment. Reports invalid declarations with file and line.',
  example: 'npm run synth -- --env dev',
})
  .option('--env <name>', 'synthesize only this environment (default: all)')
  .option('--places', 'write places.json, the source locations of the resources, next to each stack', false)
  .option('--out <folder>', 'output folder (default: CDKTF_OUTDIR, which the cdktf command sets, or cdktf.out)')
  .action(synth);

onSignal((signal) => process.exit(codeOf(signal)));
void runCommand(command);
