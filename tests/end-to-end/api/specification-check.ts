import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import * as z from 'zod';
import { specificationIn } from '../../../commands/bundling/specification';
import { resolveReference } from '../../../commands/generated-pages/api-specification';

const Schema = z.looseObject({});
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  example: z.string().optional(),
  schema: z.object({
    type: z.enum(['string', 'integer']),
    pattern: z.string().optional(),
    format: z.enum(['date', 'date-time']).optional(),
    minimum: z.int().optional(),
    maximum: z.int().optional(),
  }),
});
const Response = z.object({ content: z.record(z.string(), z.object({ schema: Schema })).optional() });
const Reference = z.object({ $ref: z.string() });

const Specification = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        operationId: z.string(),
        security: z.tuple([z.object({ person: z.tuple([z.string()]) })]),
        parameters: z.array(z.union([Reference, Parameter])).default([]),
        requestBody: z
          .object({ content: z.object({ 'application/json': z.object({ schema: Reference }) }) })
          .optional(),
        responses: z.record(z.string(), z.union([Reference, Response])),
      }),
    ),
  ),
  components: z.object({
    schemas: z.record(z.string(), Schema),
    parameters: z.record(z.string(), Parameter),
    responses: z.record(z.string(), Response),
  }),
});

export interface SpecifiedOperation {
  readonly id: string;
  readonly method: string;
  /** Path template, such as `/devices/{thing}`. */
  readonly path: string;
  /** Required scope of the token, such as `read`. */
  readonly scope: string;
  readonly parameters: readonly z.infer<typeof Parameter>[];
  /** Schema of the body. */
  readonly body: unknown;
  /** Content type and schema of the response, by status; undefined for a response without a body. */
  readonly responses: ReadonlyMap<number, readonly [type: string, check: ValidateFunction] | undefined>;
}

const { paths, components } = Specification.parse(specificationIn(process.cwd()));
const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
const compileSchema = (schema: object) => ajv.compile({ ...schema, components: { schemas: components.schemas } });

function responsesOf(responses: Record<string, z.infer<typeof Reference> | z.infer<typeof Response>>) {
  return new Map(
    Object.entries(responses).map(([status, one]) => {
      const { content } = '$ref' in one ? resolveReference(one.$ref, components.responses) : one;
      const [typed] = Object.entries(content ?? {});
      return [Number(status), typed && ([typed[0], compileSchema(typed[1].schema)] as const)] as const;
    }),
  );
}

/** All operations in the specification. */
export const operations: readonly SpecifiedOperation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId, security, parameters, requestBody, responses }]) => ({
    id: operationId,
    method: method.toUpperCase(),
    path,
    scope: security[0].person[0].split('/')[1] ?? '',
    parameters: parameters.map((one) => ('$ref' in one ? resolveReference(one.$ref, components.parameters) : one)),
    body: requestBody && resolveReference(requestBody.content['application/json'].schema.$ref, components.schemas),
    responses: responsesOf(responses),
  })),
);

const isProblem = compileSchema({ $ref: '#/components/schemas/Problem' });

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Returns how a response deviates from the specification. Unknown operations must return a problem document. */
export function outsideOfSpecification(operation: SpecifiedOperation | undefined, answer: Answer): string[] {
  const { status, headers, text } = answer;
  const expected = operation === undefined ? (['application/problem+json', isProblem] as const) : undefined;
  if (operation !== undefined && !operation.responses.has(status))
    return [`${operation.id} answers ${status}: ${text}`];
  const [type, check] = expected ?? operation?.responses.get(status) ?? [];
  if (type === undefined || check === undefined) return text === '' ? [] : [`${status} has a body: ${text}`];
  if (headers['content-type'] !== type) return [`${status} is ${headers['content-type']}`];
  return check(JSON.parse(text)) ? [] : [`${status} ${text}: ${ajv.errorsText(check.errors)}`];
}
