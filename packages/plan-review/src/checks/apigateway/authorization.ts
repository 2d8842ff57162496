import * as z from 'zod';
import type { Check } from '../check';
import { is, isnt, type Resource, templateAt, textAt } from '../resource';
import type { Resources } from '../resources';

const method = (authorization: string, http_method = 'GET') => ({
  aws_api_gateway_method: { lights: { http_method, authorization } },
});
const specified = (operations: object, whole: object = {}) => ({
  aws_api_gateway_rest_api: {
    api: { name: 'lights', body: JSON.stringify({ ...whole, paths: { '/lights': operations } }) },
  },
});

const route = (protocol_type: string, route_key: string, authorization_type: string) => ({
  aws_apigatewayv2_api: { api: { name: 'lights', protocol_type } },
  aws_apigatewayv2_route: { lights: { api_id: '${aws_apigatewayv2_api.api.id}', route_key, authorization_type } },
});

const Security = z.array(z.unknown()).optional();
const Specification = z.object({
  security: Security,
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const Operation = z.object({ security: Security });
const methods = /^(delete|get|head|patch|post|put|x-amazon-apigateway-any-method)$/;

export const apiAuthorization: Check = {
  id: 'api-authorization',
  severity: 'critical',
  about: ['aws_api_gateway_method', 'aws_api_gateway_rest_api', 'aws_apigatewayv2_route'],
  reason: 'anyone on the internet can call it',
  fix: 'an authorizer; in an OpenAPI document, security for the whole API or each operation',
  source: 'Serverless Lens SEC 1; IoT Lens IOTSEC03-BP01; Checkov CKV_AWS_59',
  finds(resource, all) {
    if (resource.type === 'aws_api_gateway_rest_api') return hasOpenOperation(resource);
    if (resource.type === 'aws_apigatewayv2_route')
      return isAuthorized(resource, all) && isnt(resource, 'authorization_type', 'AWS_IAM', 'CUSTOM', 'JWT');
    // a browser asks what it may before it has anything to show
    return is(resource, 'authorization', 'NONE') && isnt(resource, 'http_method', 'OPTIONS');
  },
  examples: {
    good: [
      method('AWS_IAM'),
      method('NONE', 'OPTIONS'),
      route('HTTP', 'GET /lights', 'JWT'),
      route('WEBSOCKET', '$connect', 'CUSTOM'),
      route('WEBSOCKET', '$default', 'NONE'),
      route('WEBSOCKET', 'subscribe', 'NONE'),
      specified({ get: { security: [{ person: [] }] }, options: {} }),
      specified({ get: {} }, { security: [{ person: [] }] }),
    ],
    bad: [
      method('NONE'),
      route('HTTP', 'GET /lights', 'NONE'),
      route('HTTP', '$default', 'NONE'),
      route('WEBSOCKET', '$connect', 'NONE'),
      specified({ get: {} }),
      specified({ get: { security: [] } }, { security: [{ person: [] }] }),
    ],
  },
};

/**
 * Whether API Gateway asks for an authorization there. A WebSocket is asked for it where it connects, and `$default` may be
 * a route of either kind (API Gateway developer guide, "apigateway-websocket-api-lambda-auth").
 */
function isAuthorized(route: Resource, all: Resources): boolean {
  const key = textAt(route, 'route_key') ?? '';
  if (key !== '$default') return key === '$connect' || /^[A-Z]+ \//.test(key);
  const api = all.named(route, 'api_id', 'aws_apigatewayv2_api');
  return api !== undefined && is(api, 'protocol_type', 'HTTP');
}

/** A body that cannot be read is none of which anything can be said. */
function hasOpenOperation(api: Resource): boolean {
  const specification = Specification.safeParse(jsonIn(templateAt(api, 'body') ?? ''));
  if (!specification.success) return false;
  const { security, paths } = specification.data;
  return Object.values(paths).some((operations) =>
    Object.entries(operations).some(([name, operation]) => {
      if (!methods.test(name)) return false;
      const own = Operation.safeParse(operation);
      return own.success && (own.data.security ?? security ?? []).length === 0;
    }),
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
