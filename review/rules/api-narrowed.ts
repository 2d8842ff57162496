import { isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
import { joined, say } from '../phrase';
import { documentIn } from '../plan/nesting';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

const apis: ReadonlySet<string> = new Set(['aws_api_gateway_rest_api', 'aws_apigatewayv2_api']);

/** OpenAPI 3.0.1, "Path Item Object"; API Gateway's own for all methods at once. */
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method'];

/** What an API whose body is an OpenAPI document no longer answers, and what it answers to everybody from now on. */
export const apiNarrowed: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    if (!apis.has(type)) return [];
    const [was, is] = [before, after].map(({ body }) => operationsIn(documentIn(body ?? null)));
    if (was === undefined || is === undefined) return [];
    const gone = [...was.keys()].filter((name) => !is.has(name));
    const open = [...is].filter(([name, operation]) => {
      const earlier = was.get(name);
      return earlier !== undefined && asksWho(earlier) && !asksWho(operation);
    });
    const all = (names: readonly string[]) => joined(names.map((name) => say`${name}`));
    return [
      ...toldIf(gone.length > 0, {
        kind: 'outage' as const,
        address,
        what: say`${address} no longer has ${all(gone)}: whoever calls it gets an error`,
      }),
      ...toldIf(open.length > 0, {
        kind: 'more rights' as const,
        address,
        what: say`${address}: ${all(open.map(([name]) => name))} may be called by everybody, without a name`,
      }),
    ];
  });

const toldIf = (isSo: boolean, danger: Danger): readonly Danger[] => (isSo ? [danger] : []);

interface Operation {
  readonly security: Value | undefined;
}

/** `security: []` and an empty requirement in the list ask for nothing. OpenAPI 3.0.1, "Security Requirement Object" */
const asksWho = ({ security }: Operation): boolean =>
  security !== undefined &&
  isList(security) &&
  security.length > 0 &&
  security.every((one) => isObject(one) && Object.keys(one).length > 0);

/** `GET /devices` and its like; undefined for what is no document. */
function operationsIn(document: Value | undefined): ReadonlyMap<string, Operation> | undefined {
  if (document === undefined || !isObject(document)) return undefined;
  const paths = Object.entries(objectAt(document, 'paths'));
  return new Map(
    paths.flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = isObject(item) && Object.hasOwn(item, method) ? item[method] : undefined;
        if (operation === undefined || !isObject(operation)) return [];
        const name = `${method.startsWith('x-') ? 'ANY' : method.toUpperCase()} ${path}`;
        return [[name, { security: operation['security'] ?? document['security'] }] as const];
      }),
    ),
  );
}

function objectAt(object: ValueObject, key: string): ValueObject {
  const value = object[key];
  return value !== undefined && isObject(value) ? value : {};
}
