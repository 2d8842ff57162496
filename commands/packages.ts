import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '@himeshima/cli';
import { packPackages } from './packing/pack-packages';
import { tryPackages } from './packing/try-packages';
import { projectFolder } from './running/project-folder';

const help = `npm run packages [-- OPTIONS]

  Builds every package in packages/ and packs it for npm. All of them are needed to install one, as long as they are not published.

  --out DIR     where the tarballs go (build/packages)
  --try         install the tarballs in an empty folder and run the first example of each README there
  --node FILE   run the examples with another Node.js; may be repeated, implies --try

  example   npm run packages -- --out ~/himeshima-packages
            cd ~/my-monitors && npm install ~/himeshima-packages/*.tgz`;

const options = {
  out: { type: 'string', default: join('build', 'packages') },
  try: { type: 'boolean', default: false },
  node: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function packages(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  const root = projectFolder();
  const tarballs = packPackages(root, values.out);
  for (const tarball of tarballs) console.log(tarball);
  const programs = values.node ?? (values.try ? [process.execPath] : []);
  if (programs.length > 0) tryPackages({ root, tarballs, programs, print: (line) => console.log(line) });
}

packages().catch(fail);
