import * as z from 'zod';
import type { Check } from './check';
import type { Resources } from './resource-index';
import { is, isnt, jsonAt, type Resource, textAt } from './resource-values';

export const apiChecks: readonly Check[] = [
  {
    id: 'api-authorization',
    severity: 'critical',
    about: ['aws_api_gateway_method', 'aws_api_gateway_rest_api', 'aws_apigatewayv2_route'],
    reason: 'anyone on the internet can call the API',
    fix: 'add an authorizer; in an OpenAPI document, set security for the whole API or for each operation',
    source: 'Serverless Lens SEC 1; IoT Lens IOTSEC03-BP01; Checkov CKV_AWS_59',
    finds(resource, all) {
      if (resource.type === 'aws_api_gateway_rest_api') return hasOpenOperation(resource);
      if (resource.type === 'aws_apigatewayv2_route')
        return isAuthorized(resource, all) && isnt(resource, 'authorization_type', 'AWS_IAM', 'CUSTOM', 'JWT');
      // a CORS preflight request carries no credentials
      return is(resource, 'authorization', 'NONE') && isnt(resource, 'http_method', 'OPTIONS');
    },
  },
];

const Security = z.array(z.unknown()).optional();

const Specification = z.object({
  security: Security,
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

const Operation = z.object({ security: Security });

const methods = /^(delete|get|head|patch|post|put|x-amazon-apigateway-any-method)$/;

/**
 * Returns whether API Gateway evaluates the authorization of a route. For a WebSocket API, it evaluates only the authorization of
 * `$connect`; `$default` exists in both API types (API Gateway developer guide, "apigateway-websocket-api-lambda-auth").
 */
function isAuthorized(route: Resource, all: Resources): boolean {
  const key = textAt(route, 'route_key') ?? '';
  if (key !== '$default') return key === '$connect' || /^[A-Z]+ \//.test(key);
  const api = all.named(route, 'api_id', 'aws_apigatewayv2_api');
  return api !== undefined && is(api, 'protocol_type', 'HTTP');
}

/** Returns whether an OpenAPI body contains an operation without security. Returns false for an unreadable body. */
function hasOpenOperation(api: Resource): boolean {
  const specification = Specification.safeParse(jsonAt(api, 'body'));
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
