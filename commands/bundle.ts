import { join, relative } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { bundleFunctions } from '@himeshima/constructs/bundling';
import { projectFolder } from './platform/project-folder';

async function bundle(): Promise<void> {
  const root = projectFolder();
  for (const { name, path, built } of await bundleFunctions({ root, outdir: join(root, 'build', 'functions') })) {
    const size = built ? `${Math.ceil(built.bytes / 1024)} KiB` : 'unchanged';
    console.log(`${name.padEnd(16)} ${size.padStart(9)}   ${relative(root, path)}`);
  }
}

const command = createCommand('npm run bundle --', {
  summary:
    'Bundles every function into build/functions/<name>.zip. Builds are reproducible; a function whose code has not changed is skipped.',
  example: 'npm run bundle',
}).action(bundle);

void runCommand(command);
