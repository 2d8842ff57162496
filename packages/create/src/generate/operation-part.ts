import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Part } from './generate-part';
import { kebabOf, requireCamelCase } from './names';
import { type Replacements, replacementsFor } from './placeholders';
import { projectIn } from './project-name';

interface OperationRequest {
  readonly name: string;
  readonly root: string;
  readonly blueprints: string;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
}

/** Blueprints, keyed by HTTP method. A GET operation returns a body; other operations return no body. */
const blueprintOf: Readonly<Record<string, string>> = {
  get: 'operation-read',
  put: 'operation-write',
  post: 'operation-write',
  delete: 'operation-write',
};

/** Path of the REST API's specification. */
const specification = 'api/openapi.yaml';

/** Pattern for a path below a device, without other parameters. */
const devicePath = /^\/devices\/\{thing\}(?:\/[a-z][a-z0-9-]*)*$/;

/**
 * Returns the components of an API operation. If the platform has no API yet, the first component is the API itself.
 * @throws one-line Error if the operation's name, method or path is invalid
 */
export function operationParts({ name, root, blueprints, method = 'get', path }: OperationRequest): readonly Part[] {
  requireCamelCase(name);
  const kebab = kebabOf(name);
  const blueprint = Object.hasOwn(blueprintOf, method) ? blueprintOf[method] : undefined;
  if (blueprint === undefined)
    throw new Error(`invalid --method "${method}": expected ${Object.keys(blueprintOf).join(', ')}`);
  const route = path ?? `/devices/{thing}/${kebab.slice(kebab.indexOf('-') + 1)}`;
  if (!devicePath.test(route))
    throw new Error(`invalid --path "${route}": expected a path below a device, for example /devices/{thing}/name`);
  const project = { 'sample-project': projectIn(root) };
  const replacements = replacementsFor(kebab, {
    ...project,
    'sample-path': route,
    'sample-request': route.replace('{thing}', 'meter-1'),
    'sample-method': method,
    SAMPLE_METHOD: method.toUpperCase(),
  });
  return [...apiParts(root, blueprints, project), { blueprint: join(blueprints, blueprint), replacements }];
}

/**
 * Returns the component with the API, which a platform's first operation requires; empty if the platform already has an API.
 * @throws one-line Error if there is no blueprint for the API
 */
function apiParts(root: string, blueprints: string, replacements: Replacements): readonly Part[] {
  if (existsSync(join(root, specification))) return [];
  const blueprint = join(blueprints, 'api');
  if (!existsSync(blueprint))
    throw new Error(`this platform has no REST API (${specification}) to which an operation could be added`);
  const monitors = ['monitors/api-gateway.ts', 'monitors/api-gateway.test.ts'];
  return [{ blueprint, replacements, creates: [specification, 'functions/api/handler.ts', ...monitors] }];
}
