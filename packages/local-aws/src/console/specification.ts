import { z } from 'zod';
import * as contract from './contract';
import { type Operation, operations } from './operations';

const uri = (name: string) => `#/components/schemas/${name}`;

/** Names of the schemas in the contract. */
const names = new Map<z.ZodType, string>(
  Object.entries(contract).flatMap(([name, schema]) => (schema instanceof z.ZodType ? [[schema, name] as const] : [])),
);

/** Schemas that clients send. Values with a default are optional there. */
const sent: ReadonlySet<z.ZodType> = new Set([
  ...Object.values<Operation>(operations).flatMap(({ body }) => body ?? []),
  contract.Hello,
  contract.Subscribe,
]);

function schemas(): Readonly<Record<string, object>> {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const [input, output] = (['input', 'output'] as const).map((io) => z.toJSONSchema(registry, { io, uri }).schemas);
  return Object.fromEntries(
    [...names].map(([schema, name]) => {
      const { $schema: _, $id: __, ...json } = (sent.has(schema) ? input : output)?.[name] ?? {};
      return [name, json];
    }),
  );
}

const contentOf = (schema: z.ZodType) => ({
  'application/json': { schema: { $ref: uri(names.get(schema) ?? '') } },
});

function parametersOf({ path, query }: Operation): readonly object[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: schema instanceof z.ZodType && !schema.safeParse(undefined).success,
  }));
  return [...inPath, ...inQuery].map((parameter) => ({ ...parameter, schema: { type: 'string' } }));
}

/** Returns the OpenAPI document of the console's API. */
export function consoleSpecification(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, operation] of Object.entries<Operation>(operations)) {
    const { method, path, summary, body, response } = operation;
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        operationId,
        summary,
        parameters: parametersOf(operation),
        ...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
        responses: {
          200: { description: 'Success', content: contentOf(response) },
          default: { description: 'Error', content: contentOf(contract.ErrorAnswer) },
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Console of the local runtime',
      version: contract.apiVersion,
      description:
        'API of the console. Each request carries the token from the printed URL: `Authorization: Bearer TOKEN`. `/stream` is a WebSocket: the client first sends `Hello`, then `Subscribe` for MQTT messages; the server sends `Push`.',
    },
    servers: [{ url: `/_console/api/${contract.apiVersion}` }],
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } }, schemas: schemas() },
    security: [{ token: [] }],
  };
}
