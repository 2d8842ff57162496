import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './generate-part';
import { kebabOf, requireCamelCase } from './names';
import { replacementsFor } from './placeholders';

interface OperationRequest {
  readonly name: string;
  readonly root: string;
  readonly blueprints: string;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
}

/** Methods of the operations of a device, and the blueprint of each: a GET returns a body, the others return none. */
const blueprintOf: Readonly<Record<string, string>> = {
  get: 'operation-read',
  put: 'operation-write',
  post: 'operation-write',
  delete: 'operation-write',
};

/** Path below a device, without other parameters. */
const devicePath = /^\/devices\/\{thing\}(?:\/[a-z][a-z0-9-]*)*$/;

/** Returns the part of an API operation. @throws Error in one line if its name, method or path is invalid */
export function operationPart({ name, root, blueprints, method = 'get', path }: OperationRequest): Part {
  requireCamelCase(name);
  if (!existsSync(join(root, 'api', 'openapi.yaml')))
    throw new Error('this platform has no REST API (api/openapi.yaml) to which an operation could be added');
  const kebab = kebabOf(name);
  const blueprint = Object.hasOwn(blueprintOf, method) ? blueprintOf[method] : undefined;
  if (blueprint === undefined)
    throw new Error(`invalid --method "${method}": expected ${Object.keys(blueprintOf).join(', ')}`);
  const route = path ?? `/devices/{thing}/${kebab.slice(kebab.indexOf('-') + 1)}`;
  if (!devicePath.test(route))
    throw new Error(`invalid --path "${route}": expected a path below a device, for example /devices/{thing}/name`);
  return {
    blueprint: join(blueprints, blueprint),
    replacements: replacementsFor(kebab, {
      'sample-path': route,
      'sample-method': method,
      SAMPLE_METHOD: method.toUpperCase(),
    }),
  };
}
