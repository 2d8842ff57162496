import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';

/** The file of the REST API, from the project's folder. */
export const specificationFile = join('api', 'openapi.yaml');

/** The REST API as its file says it, for the stacks. @throws Error with the file, and what is wrong with it */
export function specificationIn(root: string): unknown {
  try {
    // a date stays the text that it is in JSON
    return load(readFileSync(join(root, specificationFile), 'utf8'), { schema: CORE_SCHEMA });
  } catch (error) {
    if (error instanceof YAMLException) throw new Error(`${specificationFile}${placeOf(error)}: ${error.reason}`);
    throw new Error(`${specificationFile}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Line and column from 1; of an empty file there are none. */
const placeOf = ({ mark }: YAMLException) => (mark === undefined ? '' : `:${mark.line + 1}:${mark.column + 1}`);
