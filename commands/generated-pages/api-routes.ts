import type { Specification } from './api-specification';

/** Returns the declaration of the routes in contracts/api.ts: method and path → operation id. */
export function routesIn({ paths }: Specification): string {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      operation === undefined ? [] : [`    "${method.toUpperCase()} ${path}": "${operation.operationId}",`],
    ),
  );
  return [
    '/** Operation ids by method and path. */',
    'export const routes: Readonly<Record<string, keyof operations>> = {',
    ...routes,
    '};',
    '',
  ].join('\n');
}
