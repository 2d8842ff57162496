import { z } from 'zod';
import { describeError } from '../error-message';

const Schema = z.looseObject({});

const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
});

/**
 * Schema for mappings to static values, such as `{"gatewayresponse.header.X": "'text'"}`. Mappings that copy values from
 * the request are not supported.
 */
const FixedTexts = z
  .record(z.string(), z.string().regex(/^'.*'$/, 'only static header values are supported locally'))
  .default({});

const Integration = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('aws_proxy'),
    uri: z.string().regex(/:function:[^/]+\/invocations$/, 'only Lambda functions are supported locally'),
    timeoutInMillis: z.number().default(29_000),
  }),
  z.looseObject({
    type: z.literal('mock'),
    responses: z.object({
      default: z.object({
        statusCode: z.string(),
        responseParameters: FixedTexts,
      }),
    }),
  }),
]);

const Method = z.object({
  security: z.array(z.record(z.string(), z.array(z.string()))).default([]),
  parameters: z.array(Parameter).default([]),
  requestBody: z
    .object({ required: z.boolean().default(false), content: z.record(z.string(), z.object({ schema: Schema })) })
    .optional(),
  'x-amazon-apigateway-integration': Integration,
});

const SecurityScheme = z.object({
  type: z.literal('apiKey', 'only API keys and user pools are supported locally'),
  name: z.string(),
  'x-amazon-apigateway-authorizer': z
    .object({
      type: z.literal('cognito_user_pools', 'only user pool authorizers are supported locally'),
      providerARNs: z.array(z.string()),
    })
    .optional(),
});

export const GatewayResponse = z.object({
  statusCode: z.string().optional(),
  responseParameters: FixedTexts,
  responseTemplates: z.record(z.string(), z.string()).default({}),
});

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

/**
 * Schema for the supported fields of a REST API's OpenAPI document. Source: API Gateway developer
 * guide, "OpenAPI extensions".
 */
export const ApiDocument = z.looseObject({
  openapi: z.string().regex(/^3\.0\./, 'only OpenAPI 3.0 is supported locally'),
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), Method)),
  components: z
    .looseObject({
      securitySchemes: z.record(z.string(), SecurityScheme).default({}),
      schemas: z.record(z.string(), Schema).default({}),
    })
    .prefault({}),
  'x-amazon-apigateway-gateway-responses': z.record(z.string(), GatewayResponse).default({}),
  'x-amazon-apigateway-request-validators': z
    .record(z.string(), z.object({ validateRequestBody: z.boolean(), validateRequestParameters: z.boolean() }))
    .default({}),
  'x-amazon-apigateway-request-validator': z.string().optional(),
});
export type ApiDocument = z.infer<typeof ApiDocument>;
export type ApiMethod = z.infer<typeof Method>;

/**
 * Parses the body of a REST API.
 * @throws Error if the document is invalid or contains unsupported values
 */
export function apiDocumentIn(body: string): ApiDocument {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch (error) {
    throw new Error(`body: not valid JSON (${describeError(error)})`);
  }
  const read = ApiDocument.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`body: ${issue?.path.join('.')}: ${issue?.message}`);
}
