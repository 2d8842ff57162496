import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { textsIn } from '../plan/value-at';
import type { Requirement } from './requirement';

/** Resource types whose `body` may be an OpenAPI document. */
export const apiTypes: ReadonlySet<string> = new Set(['aws_api_gateway_rest_api', 'aws_apigatewayv2_api']);

/** HTTP methods in OpenAPI, and API Gateway's extension for any method. Source: OpenAPI 3.0.1, "Path Item Object" */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method'];

/** Alternative security requirements. Keys are operations such as `GET /devices`. */
type Operations = ReadonlyMap<string, readonly Requirement[]>;

/** Returns an API's operations before and after a change; undefined if a body is not an OpenAPI document. */
export function operationsOf({ type, before, after }: Change): { was: Operations; is: Operations } | undefined {
  if (!apiTypes.has(type)) return undefined;
  const [was, is] = [before, after].map(({ body }) => operationsIn(documentIn(body ?? null)));
  return was && is && { was, is };
}

/** Returns the requirements of an operation, or else of the `ANY` method of the path. Undefined if both are missing. */
export const requirementsOf = (operations: Operations, name: string): readonly Requirement[] | undefined =>
  operations.get(name) ?? operations.get(`ANY ${name.slice(name.indexOf(' ') + 1)}`);

function operationsIn(document: Value | undefined): Operations | undefined {
  if (document === undefined || !isObject(document)) return undefined;
  const paths = Object.entries(objectAt(document, 'paths'));
  return new Map(
    paths.flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = isObject(item) && Object.hasOwn(item, method) ? item[method] : undefined;
        if (operation === undefined || !isObject(operation)) return [];
        const name = `${method.startsWith('x-') ? 'ANY' : method.toUpperCase()} ${path}`;
        return [[name, requirementsIn(operation['security'] ?? document['security'])] as const];
      }),
    ),
  );
}

/**
 * Parses alternative requirements. An empty `security` list and empty alternatives require nothing.
 * Source: OpenAPI 3.0.1, "Security Requirement Object"
 */
function requirementsIn(security: Value | undefined): readonly Requirement[] {
  const list = security !== undefined && isList(security) ? security.filter(isObject) : [];
  if (list.length === 0) return [new Map()];
  return list.map((one) => new Map(Object.entries(one).map(([scheme, scopes]) => [scheme, textsIn(scopes)])));
}

function objectAt(object: ValueObject, key: string): ValueObject {
  const value = object[key];
  return value !== undefined && isObject(value) ? value : {};
}
