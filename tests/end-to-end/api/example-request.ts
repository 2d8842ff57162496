import * as z from 'zod';
import type { ApiRequest } from './api-caller';
import type { SpecifiedOperation } from './specification-check';

const Body = z.object({ properties: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })) });

interface Example {
  /** Path parameters by name. */
  readonly path: Readonly<Record<string, string>>;
  /** Required query parameters by name. */
  readonly query: Readonly<Record<string, string>>;
  /** Body as JSON text. */
  readonly body?: string;
}

/** Returns the examples of an operation's path, query and body. @param known values that replace examples, by name */
export function exampleOf(
  { parameters, body }: Pick<SpecifiedOperation, 'parameters' | 'body'>,
  known: Readonly<Record<string, string>> = {},
): Example {
  const valuesIn = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => parameter.in === place && parameter.required)
        .map(({ name, example = '' }) => [name, known[name] ?? example]),
    );
  const properties = body === undefined ? [] : Object.entries(Body.parse(body).properties);
  const fields = properties.map(([name, { example }]) => [name, known[name] ?? example]);
  return {
    path: valuesIn('path'),
    query: valuesIn('query'),
    ...(body !== undefined && { body: JSON.stringify(Object.fromEntries(fields)) }),
  };
}

/** Returns a request for an operation, filled in with the examples of the specification. */
export function exampleRequest({ method, path, ...operation }: SpecifiedOperation): ApiRequest {
  const { path: names, query, ...body } = exampleOf(operation);
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? '');
  const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  return { method, path: search.length === 0 ? filled : `${filled}?${search.join('&')}`, ...body };
}
