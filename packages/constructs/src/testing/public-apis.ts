import { type Block, isObject, isValue, type Value, type ValueObject } from '@himeshima/terraform-json';
import { blocksIn, listOf, textsOf } from './block-values';
import type { DeclaredStack } from './declared-stack';
import { isUnknown } from './known-values';
import type { PublicAccessRule } from './public-access-rule';

const problem = 'can be called without authentication';
const fix = 'add an authorizer, or set the authorization to AWS_IAM';

const restApi = { type: 'aws_api_gateway_rest_api', name: 'name' };
const httpApi = { type: 'aws_apigatewayv2_api', name: 'name' };

/** Returns whether an API can only be called from its network (API Gateway developer guide, "Private REST APIs"). */
const isPrivate = (stack: DeclaredStack, api: Block | undefined) =>
  api !== undefined && textsOf(stack.read(api, 'endpoint_configuration.types')).includes('PRIVATE');

/** Rules about API Gateway methods and routes. */
export const apiAccess: readonly PublicAccessRule[] = [
  {
    types: ['aws_api_gateway_method'],
    faultsOf(method, stack) {
      // browsers send CORS preflight requests without credentials
      if (stack.read(method, 'http_method') === 'OPTIONS') return [];
      if (isPrivate(stack, stack.named(method, 'rest_api_id', restApi))) return [];
      return isOpen(stack.read(method, 'authorization')) ? [{ problem, fix }] : [];
    },
  },
  {
    types: ['aws_apigatewayv2_route'],
    faultsOf(route, stack) {
      const key = String(stack.read(route, 'route_key'));
      const api = stack.named(route, 'api_id', httpApi);
      // ignore all other routes of a WebSocket API, because it authorizes only the connection (API Gateway developer guide,
      // "Control access to WebSocket APIs")
      const isMessage = api && stack.read(api, 'protocol_type') === 'WEBSOCKET' && key !== '$connect';
      if (isMessage || key.startsWith('OPTIONS ')) return [];
      return isOpen(stack.read(route, 'authorization_type')) ? [{ problem, fix }] : [];
    },
  },
  {
    types: ['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'],
    faultsOf(api, stack) {
      const text = stack.read(api, 'body');
      if (text === undefined || text === null || text === '' || isPrivate(stack, api)) return [];
      const body = parseBody(text);
      if (body === undefined)
        return [{ subjects: ['body'], problem: 'body cannot be read', fix: 'declare it as JSON' }];
      return openOperations(body).map((operation) => ({
        subjects: [operation],
        problem: `${operation} ${problem}`,
        fix: 'require a security scheme with an authorizer in its security',
      }));
    },
  },
  {
    // check the API itself, because an API with a target automatically gets the $default route (API Gateway developer guide,
    // "Create an HTTP API", quick create)
    types: ['aws_apigatewayv2_api'],
    faultsOf: (api, stack) =>
      listOf(stack.read(api, 'target')).length === 0
        ? []
        : [{ problem: `its route $default ${problem}`, fix: 'declare an aws_apigatewayv2_route with an authorizer' }],
  },
];

const isOpen = (authorization: Value | undefined) =>
  authorization === undefined || authorization === 'NONE' || isUnknown(authorization);

function parseBody(text: Value): ValueObject | undefined {
  try {
    const body: unknown = JSON.parse(String(text));
    return isValue(body) && isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

const methods = ['get', 'put', 'post', 'delete', 'head', 'patch', 'x-amazon-apigateway-any-method'];

/** Returns the operations of an OpenAPI document that require no authorizer: `GET /health`. */
function openOperations(body: ValueObject): readonly string[] {
  const [components] = blocksIn(body['components']);
  const [schemes = {}] = blocksIn(components?.['securitySchemes'] ?? body['securityDefinitions']);
  const authorizing = Object.entries(schemes).flatMap(([name, scheme]) => (isAuthorizing(scheme) ? [name] : []));
  const [paths = {}] = blocksIn(body['paths']);
  return Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = isObject(item) ? item[method] : undefined;
      if (operation === undefined || !isObject(operation) || isIamAuthorized(operation, body)) return [];
      const alternatives = blocksIn(operation['security'] ?? body['security']);
      const isClosed =
        alternatives.length > 0 &&
        alternatives.every((schemesOf) => Object.keys(schemesOf).some((name) => authorizing.includes(name)));
      return isClosed ? [] : [`${method.replace(/^x-.*/, 'any').toUpperCase()} ${path}`];
    }),
  );
}

/**
 * Returns whether a security scheme authorizes callers. An API key only identifies a client for quotas (API Gateway
 * developer guide, "Usage plans").
 */
const isAuthorizing = (scheme: Value) =>
  isObject(scheme) &&
  (scheme['type'] !== 'apiKey' ||
    ['x-amazon-apigateway-authorizer', 'x-amazon-apigateway-authtype'].some((name) => scheme[name] !== undefined));

const isIamAuthorized = (operation: ValueObject, body: ValueObject) =>
  blocksIn(operation['x-amazon-apigateway-auth'] ?? body['x-amazon-apigateway-auth']).some(
    ({ type }) => String(type).toLowerCase() === 'aws_iam',
  );
