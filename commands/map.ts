import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { prod } from '../config/prod';
import { readStack } from '../lib/terraform';
import { mapPages, type Written } from './mapping/page';
import { fail } from './printing/fail';
import { bringUpToDate } from './running/up-to-date';

const help = `npm run map [-- --check]

  Draws the architecture from what is synthesized for prod: devices → rules → functions → tables → monitors. docs/map.md has
  the whole and each part as a picture (SVG) and as Mermaid.

  --check   writes nothing; exit code 1 where a file is not what would be written

  example   npm run map -- --check`;

const folder = join('docs', 'map');

async function map(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) return console.log(help);
  const root = process.cwd();
  await bringUpToDate(root, prod);
  const stack = readFileSync(join(root, 'cdktf.out', 'stacks', prod.stack, 'cdk.tf.json'), 'utf8');
  const pages = mapPages(readStack(JSON.parse(stack)).resources);
  if (values.check) return checkFresh(pages);
  // what is no part any more has no picture
  rmSync(folder, { recursive: true, force: true });
  for (const { path, text } of pages) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  console.log(`${pages.length} files below docs/ are written`);
}

/** @throws Error that names what is stale */
function checkFresh(pages: readonly Written[]): void {
  const read = (path: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // as stale as one that is wrong
      return undefined;
    }
  };
  const stale = pages.filter(({ path, text }) => read(path) !== text).map(({ path }) => path);
  const left = existsSync(folder) ? readdirSync(folder).map((name) => `docs/map/${name}`) : [];
  const unwanted = left.filter((path) => !pages.some((page) => page.path === path));
  const [first, ...others] = [...stale, ...unwanted];
  if (first === undefined) return void console.log(`✓ ${pages.length} files are what would be written`);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new Error(`${first}${more} is stale; npm run map writes it anew`);
}

map().catch(fail);
