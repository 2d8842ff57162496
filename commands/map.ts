import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail } from '@himeshima/cli';
import { readStack } from '@himeshima/terraform-json';
import { prod } from '../config/prod';
import { importGraph } from './mapping/import-graph';
import { mapPages, type Written } from './mapping/page';
import { unwantedIn, writePages } from './mapping/write-pages';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run map [-- --check]

  Draws the architecture from what is synthesized for prod: devices → rules → functions → tables → monitors. docs/map.md has
  the whole and each part as a picture (SVG) and as Mermaid.

  --check   writes nothing; exit code 1 where a file is not what would be written

  example   npm run map -- --check`;

async function map(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const root = projectFolder();
  await bringUpToDate(root, prod);
  const stack = readFileSync(join(root, 'cdktf.out', 'stacks', prod.stack, 'cdk.tf.json'), 'utf8');
  const pages = mapPages(readStack(JSON.parse(stack)).resources, importGraph(root));
  if (values.check) return checkFresh(root, pages);
  writePages(root, pages);
  console.log(`${pages.length} files below docs/ are written`);
}

/** @throws Error that names what is stale */
function checkFresh(root: string, pages: readonly Written[]): void {
  const read = (path: string) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      // as stale as one that is wrong
      return undefined;
    }
  };
  const stale = pages.filter(({ path, text }) => read(path) !== text).map(({ path }) => path);
  const [first, ...others] = [...stale, ...unwantedIn(root, pages)];
  if (first === undefined) return void console.log(`✓ ${pages.length} files are what would be written`);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new Error(`${first}${more} is stale; npm run map writes it anew`);
}

map().catch(fail);
