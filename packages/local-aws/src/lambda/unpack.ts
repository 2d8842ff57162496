import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';

/**
 * Unpacks a function's zip below a folder named by the zip's hash, once.
 * @returns the folder
 * @throws Error where the zip is missing, is none, or wants to write outside its folder
 */
export function unpack(zip: string, below: string): string {
  if (statSync(zip, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`filename: ${zip} does not exist; build the function first`);
  const bytes = readFileSync(zip);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const directory = join(below, `${basename(zip, '.zip')}-${hash}`);
  if (existsSync(directory)) return directory;
  const making = `${directory}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  for (const [name, content] of Object.entries(unzip(zip, bytes))) {
    const path = normalize(join(making, name));
    if (!path.startsWith(`${making}${sep}`))
      throw new Error(`filename: ${zip} holds the path ${name}, which leaves its folder`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, content, { mode: 0o600 });
  }
  try {
    renameSync(making, directory);
  } catch (error) {
    // another start in the same folder was quicker
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

function unzip(zip: string, bytes: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`filename: ${zip} is not a zip file (${reason})`);
  }
}
