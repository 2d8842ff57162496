import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '@himeshima/cli';
import { bundleFunctions } from './bundling/bundle-functions';
import { projectFolder } from './running/project-folder';

const help = `npm run bundle

  Bundles every function into build/functions/<name>.zip. The same code gives the same bytes;
  a function whose code has not changed is left alone.

  example   npm run bundle`;

async function bundle(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const root = projectFolder();
  for (const { name, path, built } of await bundleFunctions({ root, outdir: join(root, 'build', 'functions') })) {
    const size = built ? `${Math.ceil(built.bytes / 1024)} KiB` : 'unchanged';
    console.log(`${name.padEnd(16)} ${size.padStart(9)}   ${relative(root, path)}`);
  }
}

bundle().catch(fail);
