import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, createCommand, onSignal, runCommand } from '@himeshima/cli';
import { bundleFunctions } from '../bundling/bundle-functions';
import { functionsIn } from '../bundling/function-names';
import { refusalOf } from '../stack/refusal';
import { type Declaration, type DeclaredEnvironment, type DeclaredStacks, declareStacks } from './declare-stacks';
import { printProblems } from './print-problems';

interface Options {
  readonly env?: string | undefined;
  readonly out: string;
}

/**
 * Runs the program of a project, `main.ts`: bundles the functions and writes the Terraform of the environments. If there are
 * problems, prints them with file and line, and sets the exit code to 1. Supports `--env`, `--out` and `--help`.
 */
export async function synthesize<Environment extends DeclaredEnvironment>(
  project: Pick<Declaration<Environment>, 'environments' | 'stacks'>,
): Promise<void> {
  const command = createCommand('npm run synth --', {
    summary:
      'Bundles the functions and writes the Terraform of every environment. Reports invalid declarations with file and line.',
    example: 'npm run synth -- --env dev',
  })
    .option('--env <name>', 'synthesize only this environment (default: all)')
    .option('--out <folder>', 'output folder', process.env['CDKTF_OUTDIR'] ?? 'cdktf.out')
    .action((options) => writeStacks(project, options));
  onSignal((signal) => process.exit(codeOf(signal)));
  await runCommand(command);
}

async function writeStacks<Environment extends DeclaredEnvironment>(
  { environments, stacks }: Pick<Declaration<Environment>, 'environments' | 'stacks'>,
  { env, out }: Options,
): Promise<void> {
  const root = process.cwd();
  const chosen = env === undefined ? environments : [environmentNamed(environments, env)];
  const functions = functionsIn(root);
  const zips = join(root, 'build', 'functions');
  await bundleFunctions({ root, outdir: zips });
  const declared = declareOrPrint({ environments: chosen, stacks, functions, outdir: out });
  if (declared === undefined) return;
  for (const { stack } of chosen) rmSync(join(out, 'stacks', stack), { recursive: true, force: true });
  declared.write();
  declared.placeZips(zips);
  for (const { stack } of chosen) console.log(join(out, 'stacks', stack, 'cdk.tf.json'));
}

/** Declares the stacks. If a stack is invalid, prints the problems and returns undefined. */
function declareOrPrint<Environment extends DeclaredEnvironment>(
  declaration: Declaration<Environment>,
): DeclaredStacks<Environment> | undefined {
  try {
    return declareStacks(declaration);
  } catch (error) {
    console.error(printProblems(refusalOf(error, declaration.environments).problems));
    process.exitCode = 1;
    return undefined;
  }
}

function environmentNamed<Environment extends DeclaredEnvironment>(
  environments: readonly Environment[],
  name: string,
): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found) return found;
  throw new Error(`unknown environment "${name}"; known: ${environments.map((known) => known.name).join(', ')}`);
}
