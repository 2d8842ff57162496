import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '@himeshima/cli';
import { readStack } from '@himeshima/terraform-json';
import { prod } from '../config/prod';
import { importGraph } from './mapping/import-graph';
import { mapPages, type Written } from './mapping/page';
import { unwantedIn, writePages } from './mapping/write-pages';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

async function map(isCheck: boolean): Promise<void> {
  const root = projectFolder();
  await bringUpToDate(root, prod);
  const stack = readFileSync(join(root, 'cdktf.out', 'stacks', prod.stack, 'cdk.tf.json'), 'utf8');
  const pages = mapPages(readStack(JSON.parse(stack)).resources, importGraph(root));
  if (isCheck) return checkFresh(root, pages);
  writePages(root, pages);
  console.log(`${pages.length} files written to docs/`);
}

/** @throws Error that names a file that is out of date */
function checkFresh(root: string, pages: readonly Written[]): void {
  const read = (path: string) => {
    try {
      return readFileSync(join(root, path), 'utf8');
    } catch {
      // a missing file is out of date as well
      return undefined;
    }
  };
  const stale = pages.filter(({ path, text }) => read(path) !== text).map(({ path }) => path);
  const [first, ...others] = [...stale, ...unwantedIn(root, pages)];
  if (first === undefined) return void console.log(`✓ ${pages.length} files are up to date`);
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  throw new Error(`${first}${more} is out of date; run npm run map`);
}

const command = createCommand('npm run map --', {
  summary:
    'Draws the synthesized architecture of prod: devices, rules, functions, tables and monitors. Writes docs/map.md: the platform and each of its parts, as SVG and as Mermaid, and the imports between folders and packages.',
  example: 'npm run map -- --check',
})
  .option('--check', 'write nothing; exit code 1 if a file is out of date', false)
  .action(({ check }) => map(check));

void runCommand(command);
