import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that are generated or installed. */
const notWritten = new Set(['node_modules', 'build', 'dist', 'cdktf.out', 'coverage']);

/** Returns the paths of handwritten sources, relative to the project. */
export function sources(root: string, folder = ''): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return notWritten.has(entry.name) || entry.name.startsWith('.') ? [] : sources(root, path);
    return /\.(tsx?|mjs|cjs)$/.test(entry.name) && !entry.name.startsWith('.') ? [path] : [];
  });
}
