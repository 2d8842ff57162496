import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The file of the REST API, from the project's folder. */
export const specificationFile = join('api', 'openapi.yaml');

/** The REST API as its file says it, for the stacks. @throws Error with the file, and what is wrong with it */
export function specificationIn(root: string): unknown {
  try {
    return parse(readFileSync(join(root, specificationFile), 'utf8'));
  } catch (error) {
    throw new Error(`${specificationFile}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
