import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packLibrary } from './packing/pack-library';
import { fail } from './printing/fail';

const help = `npm run pack:iot [-- --out FOLDER]

  Packs lib/iot alone: one file of JavaScript for Node.js 20, its types, and of packages those that it uses. What is
  written is a tarball for npm install, for whoever tests rules elsewhere. FOLDER is build/packages unless given.

  example   npm run --silent pack:iot
            cd ~/my-rules && npm install ~/himeshima/build/packages/himeshima-iot-0.1.0.tgz`;

const options = {
  out: { type: 'string', default: join('build', 'packages') },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

async function packIot(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return console.log(help);
  console.log(await packLibrary({ library: join('lib', 'iot'), name: 'himeshima-iot', out: values.out }));
}

packIot().catch(fail);
