import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ValueObject } from '@himeshima/terraform-json';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { parseWithCoercion } from '../coerce-attributes';
import { faultOf, many } from '../resource-type';

const Arguments = z.object({
  type: z.literal('zip', 'only zip archives are supported locally'),
  source_file: z.string().optional(),
  source_dir: z.string().optional(),
  source_content: z.string().optional(),
  source_content_filename: z.string().optional(),
  source: many(z.object({ content: z.string(), filename: z.string() })),
  excludes: z
    .array(z.string().regex(/^[^*?[{]*$/, 'patterns are not supported locally; list files or folders'))
    .default([]),
  output_path: z.string(),
});

/**
 * Modification time of all zip entries: the earliest valid time in the format. It is a local time, so that the hash is the
 * same in every time zone.
 */
const firstZipTime = new Date(1980, 0, 1);

interface Folders {
  /** Folder of the stack; relative sources are resolved against it. */
  readonly directory: string;
  /** Folder into which the archive is written, so that the stack's folder is not modified. */
  readonly below: string;
}

/**
 * Writes the zip of `data.archive_file`, and returns the attributes of the data source.
 * @throws Error if an argument is invalid or a source does not exist
 */
export function archiveFile(attributes: ValueObject, { directory, below }: Folders): ValueObject {
  const { data, error } = parseWithCoercion(Arguments, attributes);
  if (error) throw new Error(faultOf(error));
  const bytes = zipSync(Object.fromEntries(entriesOf(data, directory)), { mtime: firstZipTime });
  const hash = (algorithm: string, encoding: 'hex' | 'base64') => createHash(algorithm).update(bytes).digest(encoding);
  const sha = hash('sha1', 'hex');
  const file = join(below, `${sha.slice(0, 16)}-${basename(data.output_path)}`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, bytes, { mode: 0o600 });
  return {
    id: sha,
    output_path: file,
    output_size: bytes.length,
    output_md5: hash('md5', 'hex'),
    output_sha: sha,
    output_sha256: hash('sha256', 'hex'),
    output_sha512: hash('sha512', 'hex'),
    output_base64sha256: hash('sha256', 'base64'),
    output_base64sha512: hash('sha512', 'base64'),
  };
}

function entriesOf(given: z.infer<typeof Arguments>, directory: string): readonly (readonly [string, Buffer])[] {
  const { source_file: file, source_dir: folder, source_content: content, source_content_filename: name = '' } = given;
  const excluded = new Set(given.excludes);
  const isExcluded = (path: string) => excluded.has(path) || [...excluded].some((one) => path.startsWith(`${one}/`));
  return [
    ...(file === undefined ? [] : [[basename(file), read('source_file', resolve(directory, file))] as const]),
    ...(folder === undefined ? [] : filesIn(resolve(directory, folder), isExcluded)),
    ...(content === undefined ? [] : [[name, Buffer.from(content)] as const]),
    ...given.source.map((one) => [one.filename, Buffer.from(one.content)] as const),
  ];
}

function filesIn(folder: string, isExcluded: (path: string) => boolean): readonly (readonly [string, Buffer])[] {
  const paths = reporting('source_dir', folder, () => readdirSync(folder, { recursive: true, encoding: 'utf8' }));
  return paths
    .map((path) => [path.split(sep).join('/'), join(folder, path)] as const)
    .filter(([name, path]) => !isExcluded(name) && statSync(path).isFile())
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, path]) => [name, readFileSync(path)] as const);
}

const read = (argument: string, path: string): Buffer => reporting(argument, path, () => readFileSync(path));

function reporting<Result>(argument: string, path: string, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw new Error(`${argument}: ${path} does not exist or cannot be read`);
  }
}
