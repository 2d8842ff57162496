import * as z from 'zod';

const Property = z.looseObject({ example: z.unknown().optional(), description: z.string().optional() });
const Schema = z.looseObject({
  properties: z.record(z.string(), Property).default({}),
  required: z.array(z.string()).default([]),
});

const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  description: z.string().optional(),
  example: z.string().optional(),
});
export type Parameter = z.infer<typeof Parameter>;

const Reference = z.object({ $ref: z.string() });

const Operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  security: z.tuple([z.object({ person: z.array(z.string()).length(1) })]),
  parameters: z.array(z.union([Reference, Parameter])).default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: Reference }) }) }).optional(),
  responses: z.record(z.string(), z.union([Reference, z.object({ description: z.string() })])),
});
export type Operation = z.infer<typeof Operation>;

const Specification = z.object({
  info: z.object({ description: z.string() }),
  paths: z.record(z.string(), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), Operation)),
  components: z.object({
    parameters: z.record(z.string(), Parameter),
    responses: z.record(z.string(), z.object({ description: z.string() })),
    schemas: z.record(z.string(), Schema),
  }),
});
export type Specification = z.infer<typeof Specification>;

/** Parses the parts of the specification that docs/api.md shows. @throws ZodError if their shape differs */
export const asSpecification = (document: unknown): Specification => Specification.parse(document);

/** Resolves a reference such as `#/components/parameters/thing`. @throws Error if the component is not defined */
export function resolveReference<Value>(reference: string, among: Readonly<Record<string, Value>>): Value {
  const found = among[reference.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${reference} is not in the specification`);
  return found;
}
