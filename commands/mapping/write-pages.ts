import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '@himeshima/cli';
import type { Written } from './page';

const folder = 'docs/map';

/** Pictures that lie below a project and are no page any more: what is no part has none. */
export function unwantedIn(root: string, pages: readonly Written[]): readonly string[] {
  const left = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  return left.map((name) => `${folder}/${name}`).filter((path) => !pages.some((page) => page.path === path));
}

/** Writes each page below a project, then removes what is none any more. @throws Error that names the file */
export function writePages(root: string, pages: readonly Written[]): void {
  for (const { path, text } of pages) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    replaceFile(join(root, path), text);
  }
  for (const path of unwantedIn(root, pages)) rmSync(join(root, path), { recursive: true });
}
