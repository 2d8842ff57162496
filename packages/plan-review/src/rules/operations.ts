import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { documentIn } from '../plan/nesting';
import type { Change } from '../plan/plan';
import { textsIn } from '../plan/value-at';
import type { Requirement } from './requirement';

/** Whose `body` may be an OpenAPI document. */
export const apis: ReadonlySet<string> = new Set(['aws_api_gateway_rest_api', 'aws_apigatewayv2_api']);

/** OpenAPI 3.0.1, "Path Item Object"; API Gateway's own for all methods at once. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method'];

/** `GET /devices` and its like, with what each asks for: one of the requirements. */
type Operations = ReadonlyMap<string, readonly Requirement[]>;

/** Of an API whose body is an OpenAPI document, what it answers on both sides; undefined for everything else. */
export function operationsOf({ type, before, after }: Change): { was: Operations; is: Operations } | undefined {
  if (!apis.has(type)) return undefined;
  const [was, is] = [before, after].map(({ body }) => operationsIn(documentIn(body ?? null)));
  return was && is && { was, is };
}

/** What an operation asks for: its own, or that of all methods of its path; undefined where the API does not have it. */
export const askedFor = (operations: Operations, name: string): readonly Requirement[] | undefined =>
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
 * One of a list is enough, and `security: []`, as an empty one among them, asks for nothing.
 * OpenAPI 3.0.1, "Security Requirement Object"
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
