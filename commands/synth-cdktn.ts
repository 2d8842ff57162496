import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { environments } from '../config/environments';
import { stacksOf } from '../config/names';
import { knownDifferences } from './cdktn-migration/known-differences';
import { classifyDifferences, type Difference, differencesOf } from './cdktn-migration/stack-differences';
import { install, isInstalled, synthesizeWithTerrain } from './cdktn-migration/synthesize-with-terrain';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

const maximumShown = 10;

async function synthCdktn(isInstall: boolean): Promise<void> {
  const root = projectFolder();
  if (isInstall) await install(root);
  if (!isInstalled(root))
    throw new Error('CDK Terrain is not installed; run npm run synth:cdktn -- --install, which requires 1 GB');
  const outdir = join('build', 'cdktn');
  await synthesizeWithTerrain(root, outdir);
  for (const environment of environments) await synthesizeIfStale(root, environment);
  const stacks = environments.flatMap(stacksOf);
  const differences = stacks.flatMap((stack) => compareStack(stack, { before: 'cdktf.out', after: outdir }));
  report(stacks.length, differences);
}

/** Compares the versions of a stack in two folders, and adds the stack's name to each difference. */
function compareStack(stack: string, { before, after }: { readonly before: string; readonly after: string }) {
  const read = (folder: string): unknown =>
    JSON.parse(readFileSync(join(folder, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
  return differencesOf(read(before), read(after)).map((difference) => ({ stack, ...difference }));
}

function report(stacks: number, differences: readonly (Difference & { readonly stack: string })[]): void {
  const { unexpected, expected } = classifyDifferences(differences, knownDifferences);
  for (const { reason, times } of expected) console.log(`· ${String(times).padStart(4)} × ${reason}`);
  for (const { stack, path, before, after } of unexpected.slice(0, maximumShown))
    console.error(`✗ ${stack} ${path}: ${JSON.stringify(before)} became ${JSON.stringify(after)} with CDK Terrain`);
  if (unexpected.length > maximumShown) console.error(`✗ and ${unexpected.length - maximumShown} more`);
  if (unexpected.length > 0) process.exitCode = 1;
  else console.log(`✓ ${stacks} stacks have the same ids and attributes; output in build/cdktn`);
}

const command = createCommand('npm run synth:cdktn --', {
  summary:
    "Synthesizes every environment with CDK Terrain, the successor of cdktf, and compares every id and attribute with cdktf's output. The exit code is 1 for any difference outside the declared mapping. Details: docs/migration-cdktn.md",
  example: 'npm run synth:cdktn -- --install',
})
  .option('--install', 'first install CDK Terrain and its providers into .himeshima/cdktn: 1 GB, one minute', false)
  .action(({ install: isInstall }) => synthCdktn(isInstall));

void runCommand(command);
