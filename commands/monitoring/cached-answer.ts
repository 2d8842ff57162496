import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, replaceFile } from '@himeshima/cli';
import * as z from 'zod';

/** Folders with the files that the monitor tests load. The command's bundle contains all other code that affects the result. */
const folders = ['monitors', 'contracts'];
const files = ['build/programs/monitors.js', 'package-lock.json'];

/**
 * Returns a result that depends only on the monitors and their tests. Running all tests takes seconds, so the result is cached until a file
 * in `monitors/` or `contracts/`, the command's bundle, or `package-lock.json` changes.
 * @param name command with its arguments, which identifies the result
 */
export async function cachedAnswer<Answer>(
  root: string,
  name: string,
  form: z.ZodType<Answer>,
  compute: () => Promise<Answer>,
): Promise<Answer> {
  const folder = cacheFolder(join(root, 'build', 'cache', 'monitors'));
  const key = keyOf(root);
  if (folder === undefined || key === undefined) return compute();
  const file = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 16)}.json`);
  const kept = z.object({ key: z.literal(key), answer: form }).safeParse(jsonIn(file));
  if (kept.success) return kept.data.answer;
  const answer = await compute();
  replaceFile(file, JSON.stringify({ key, answer }));
  return answer;
}

/**
 * Returns a hash of the paths and contents of all files that affect the result, or undefined if a file is missing, for example if the
 * command runs in another folder.
 */
function keyOf(root: string): string | undefined {
  const hash = createHash('sha256');
  try {
    const inside = folders.flatMap((folder) => filesIn(root, folder));
    for (const path of [...files, ...inside]) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)));
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

const filesIn = (root: string, folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
