import type { ApiDocument, ApiMethod } from './api-document';

/** Method of the API that matches a request. */
export interface Route {
  readonly method: string;
  /** Path of the resource: `/devices/{thing}`. */
  readonly resource: string;
  readonly declared: ApiMethod;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Returns a function that finds the method for a request. Fixed path segments take precedence over parameters. */
export function routesOf({ paths }: ApiDocument) {
  const templates = Object.entries(paths)
    .map(([resource, methods]) => ({ resource, methods: new Map(Object.entries(methods)), parts: resource.split('/') }))
    .sort((a, b) => parametersIn(a.resource) - parametersIn(b.resource));

  return (method: string, path: string): Route | undefined => {
    const given = path.split('/');
    for (const { resource, methods, parts } of templates) {
      const declared = methods.get(method.toLowerCase());
      const pathParameters = declared && matched(parts, given);
      if (declared && pathParameters) return { method, resource, declared, pathParameters };
    }
    return undefined;
  };
}

const parametersIn = (resource: string) => resource.split('{').length;

function matched(parts: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  if (parts.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const text = given[index] ?? '';
    if (!part.startsWith('{')) {
      if (part !== text) return undefined;
      continue;
    }
    const value = decoded(text);
    if (value === undefined || value === '') return undefined;
    parameters[part.slice(1, -1)] = value;
  }
  return parameters;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
