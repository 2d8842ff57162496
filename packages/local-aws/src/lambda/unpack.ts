import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { unzipSync } from 'fflate';

/** Zip file with a function's code. */
export interface CodeZip {
  /** Attribute that declares the code: `filename`, `s3_key`. */
  readonly attribute: string;
  /** Path or object key of the zip, used in messages and in the folder name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Unpacks a function's zip into a folder whose name contains the zip's hash, unless the folder already exists.
 * @returns the folder's path
 * @throws Error if the zip is missing or invalid, or contains a path outside its folder
 */
export function unpack(zip: string, below: string): string {
  if (statSync(zip, { throwIfNoEntry: false })?.isFile() !== true)
    throw new Error(`filename: ${zip} does not exist; build the function first`);
  return unpackZip({ attribute: 'filename', name: zip, bytes: readFileSync(zip) }, below);
}

/** Unpacks a zip that is in memory, as `unpack` does for a file. */
export function unpackZip(zip: CodeZip, below: string): string {
  const hash = createHash('sha256').update(zip.bytes).digest('hex').slice(0, 16);
  const directory = join(below, `${basename(zip.name, '.zip')}-${hash}`);
  if (existsSync(directory)) return directory;
  const making = `${directory}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  for (const [name, content] of Object.entries(unzip(zip))) {
    const path = normalize(join(making, name));
    if (!path.startsWith(`${making}${sep}`))
      throw new Error(`${zip.attribute}: ${zip.name} contains the path ${name}, which is outside the target folder`);
    if (name.endsWith('/')) continue;
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, content, { mode: 0o600 });
  }
  try {
    renameSync(making, directory);
  } catch (error) {
    // ignore the failure if another process has unpacked the same zip in the meantime
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

function unzip({ attribute, name, bytes }: CodeZip): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${attribute}: ${name} is not a zip file (${reason})`);
  }
}
