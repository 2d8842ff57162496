import { join, resolve } from 'node:path';
import { createCommand, repeated, runCommand } from '@himeshima/cli';
import { bundleWorkspaces } from './packaging/bundle-workspaces';
import { packPackages } from './packaging/pack-packages';
import { tryPackages } from './packaging/try-packages';
import { projectFolder } from './platform/project-folder';

const command = createCommand('npm run packages --', {
  summary:
    'Builds every package in packages/ and packs it for npm. Until the packages are published, they can only be installed together, except plan-review, whose tarball contains the packages that it needs.',
  example: `npm run packages -- --out ~/himeshima-packages
cd ~/my-monitors && npm install ~/himeshima-packages/*.tgz`,
})
  .option('--out <folder>', 'output folder of the tarballs', join('build', 'packages'))
  .option('--try', 'install the tarballs in an empty folder and run the first example of each README there', false)
  .option(
    '--node <file>',
    'Node.js executable that runs the examples (default: the current one); repeatable, implies --try',
    repeated,
  )
  .action(async ({ out, try: isTry, node }) => {
    const root = projectFolder();
    const tarballs = await packPackages(root, out);
    bundleWorkspaces(
      '@himeshima/plan-review',
      tarballs.map((tarball) => resolve(root, tarball)),
    );
    for (const tarball of tarballs) console.log(tarball);
    const programs = node ?? (isTry ? [process.execPath] : []);
    if (programs.length > 0) tryPackages({ root, tarballs, programs, print: (line) => console.log(line) });
  });

void runCommand(command);
