import * as z from 'zod';

const Document = z.record(z.string(), z.unknown());
const Operation = z.looseObject({
  parameters: z.array(Document).optional(),
  responses: z.record(z.string(), Document),
});

/** Elements of the OpenAPI document that are changed for API Gateway. */
const Specification = z.looseObject({
  info: z.looseObject({ title: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({
    securitySchemes: z.looseObject({ person: Document }),
    parameters: z.record(z.string(), Document),
    responses: z.record(z.string(), Document),
  }),
});
type Specification = z.infer<typeof Specification>;

interface ApiTargets {
  readonly specification: unknown;
  /** ARN that API Gateway uses to invoke the function. */
  readonly invokeArn: string;
  readonly poolArn: string;
  readonly origin: string;
  /** Headers that pages may send in addition to authentication headers. */
  readonly allowedHeaders: readonly string[];
}

/** Returns the API's title, and its body as JSON: the specification with integrations, authorizer and gateway responses. */
export function restApiBody({ specification, invokeArn, poolArn, origin, allowedHeaders }: ApiTargets) {
  const { info, paths, components, ...others } = parseSpecification(escapeInterpolation(specification));
  // Lambda is always invoked with POST (API Gateway developer guide, "Lambda proxy integrations").
  const integration = {
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: invokeArn,
      passthroughBehavior: 'when_no_match',
      timeoutInMillis: 29_000,
    },
  };
  const integrateOperation = (operation: z.infer<typeof Operation>) => ({
    ...operation,
    ...(operation.parameters && { parameters: operation.parameters.map((one) => resolveReference(one, components)) }),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, one]) => [status, resolveReference(one, components)]),
    ),
    ...integration,
  });
  const body = {
    ...others,
    info,
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, operations]) => [
        path,
        {
          ...Object.fromEntries(Object.entries(operations).map(([method, one]) => [method, integrateOperation(one)])),
          options: preflight(path, Object.keys(operations), { origin, allowedHeaders }),
        },
      ]),
    ),
    components: {
      schemas: components['schemas'],
      securitySchemes: {
        ...components.securitySchemes,
        person: {
          ...components.securitySchemes.person,
          'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [poolArn] },
        },
      },
    },
    'x-amazon-apigateway-gateway-responses': gatewayResponses(origin),
  };
  return { title: info.title, json: JSON.stringify(body) };
}

/** Validates the specification. @throws Error with the path of the first fault */
function parseSpecification(document: unknown): Specification {
  const read = Specification.safeParse(document);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`api/openapi.yaml: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Inlines a reference. API Gateway supports only references to schemas. */
function resolveReference(value: z.infer<typeof Document>, { parameters, responses }: Specification['components']) {
  const reference = value['$ref'];
  if (typeof reference !== 'string') return value;
  const [kind, name = ''] = reference.split('/').slice(-2);
  const found = (kind === 'parameters' ? parameters : responses)[name];
  if (found === undefined) throw new Error(`api/openapi.yaml: missing ${reference}`);
  return found;
}

/** Escapes `${` and `%{`, which Terraform would interpolate. */
function escapeInterpolation(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[$%](?=\{)/g, (sign) => sign + sign);
  if (Array.isArray(value)) return value.map(escapeInterpolation);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escapeInterpolation(inner)]));
}

/** Builds the OPTIONS operation of a path. Browsers send preflight requests without a token (Fetch Standard, "CORS protocol"). */
function preflight(
  path: string,
  methods: readonly string[],
  { origin, allowedHeaders }: Pick<ApiTargets, 'origin' | 'allowedHeaders'>,
) {
  const headers = {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': methods.map((method) => method.toUpperCase()).join(),
    'Access-Control-Allow-Headers': ['authorization', 'content-type', 'x-api-key', ...allowedHeaders].join(),
    'Access-Control-Max-Age': '600',
  };
  const text = { schema: { type: 'string' } };
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    ...text,
  }));
  return {
    security: [],
    ...(parameters.length > 0 && { parameters }),
    responses: {
      '204': {
        description: 'Methods and headers that pages of the origin may use',
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, text])),
      },
    },
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      passthroughBehavior: 'when_no_match',
      responses: {
        default: {
          statusCode: '204',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
          ),
        },
      },
    },
  };
}

/**
 * Status and title by gateway response type (API Gateway developer guide, "Gateway response types"). By default, API Gateway
 * responds to unknown paths with 403 and "Missing Authentication Token".
 */
const errorResponses: Readonly<Record<string, readonly [status: number, title: string, detail?: string]>> = {
  ACCESS_DENIED: [403, 'Forbidden'],
  API_CONFIGURATION_ERROR: [500, 'Internal Server Error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'Internal Server Error'],
  AUTHORIZER_FAILURE: [500, 'Internal Server Error'],
  BAD_REQUEST_BODY: [400, 'Bad Request'],
  BAD_REQUEST_PARAMETERS: [400, 'Bad Request'],
  EXPIRED_TOKEN: [401, 'Unauthorized'],
  INTEGRATION_FAILURE: [504, 'Gateway Timeout'],
  INTEGRATION_TIMEOUT: [504, 'Gateway Timeout'],
  INVALID_API_KEY: [403, 'Forbidden'],
  MISSING_AUTHENTICATION_TOKEN: [404, 'Not Found', 'Unknown path, or unsupported method'],
  QUOTA_EXCEEDED: [429, 'Too Many Requests'],
  REQUEST_TOO_LARGE: [413, 'Content Too Large'],
  THROTTLED: [429, 'Too Many Requests'],
  UNAUTHORIZED: [401, 'Unauthorized'],
};

/** Builds problem documents (RFC 9457) for API Gateway's own errors. By default, the detail is API Gateway's message. */
function gatewayResponses(origin: string) {
  const responseParameters = {
    'gatewayresponse.header.Access-Control-Allow-Origin': `'${origin}'`,
    'gatewayresponse.header.Content-Type': "'application/problem+json'",
  };
  const problem = (parts: string, detail = '$context.error.messageString') => ({
    responseParameters,
    responseTemplates: { 'application/json': `{${parts},"detail":${detail}}` },
  });
  return {
    ...Object.fromEntries(
      Object.entries(errorResponses).map(([type, [status, title, detail]]) => [
        type,
        { statusCode: String(status), ...problem(`"title":"${title}","status":${status}`, detail && `"${detail}"`) },
      ]),
    ),
    DEFAULT_4XX: problem('"title":"Refused"'),
    DEFAULT_5XX: problem('"title":"Failed"'),
  };
}
