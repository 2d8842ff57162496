import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Arguments that declare the content of a file or S3 object. At most one of these arguments is set. */
export type ContentArguments = Partial<Record<'source' | 'content' | 'content_base64', string | undefined>>;

/**
 * Returns the declared content, which is empty if no argument is set.
 * @param directory folder of the stack; a relative source is resolved against it
 * @throws Error if the source does not exist
 */
export function contentOf({ source, content, content_base64: base64 }: ContentArguments, directory: string): Buffer {
  if (content !== undefined) return Buffer.from(content);
  if (source === undefined) return Buffer.from(base64 ?? '', 'base64');
  const file = resolve(directory, source);
  if (!existsSync(file)) throw new Error(`source: ${file} does not exist`);
  return readFileSync(file);
}
