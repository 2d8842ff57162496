import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';

/** Path of the OpenAPI specification of the REST API, relative to the project's folder. */
export const specificationFile = join('api', 'openapi.yaml');

/** Returns the OpenAPI specification of the REST API. @throws Error with file, line, column and reason if it cannot be parsed */
export function specificationIn(root: string): unknown {
  try {
    // keeps dates as strings, as in JSON
    return load(readFileSync(join(root, specificationFile), 'utf8'), { schema: CORE_SCHEMA });
  } catch (error) {
    if (error instanceof YAMLException) throw new Error(`${specificationFile}${positionOf(error)}: ${error.reason}`);
    throw new Error(`${specificationFile}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Formats the line and column, starting at 1, or returns an empty string for an empty file. */
const positionOf = ({ mark }: YAMLException) => (mark === undefined ? '' : `:${mark.line + 1}:${mark.column + 1}`);
