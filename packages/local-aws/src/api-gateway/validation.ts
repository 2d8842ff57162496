import type { HttpCall } from '../http/http-call';
import type { ApiDocument } from './api-document';
import { GatewayResponseError } from './gateway-response';
import type { Route } from './routes';

type Check = (value: unknown) => boolean;

/**
 * Returns a function that validates a request as API Gateway does. Required parameters must be present and not blank,
 * and a JSON body must match its schema; parameter values are not validated. Source: developer guide, "Request
 * validation for REST APIs".
 */
export function validationOf(document: ApiDocument) {
  const named = document['x-amazon-apigateway-request-validator'] ?? '';
  const validator = document['x-amazon-apigateway-request-validators'][named];
  const compiled = new Map<string, Promise<Check>>();

  const checkOf = (route: Route): Promise<Check> | undefined => {
    const schema = route.declared.requestBody?.content['application/json']?.schema;
    if (schema === undefined) return undefined;
    const name = `${route.method} ${route.resource}`;
    const known = compiled.get(name) ?? compile(document, schema);
    compiled.set(name, known);
    return known;
  };

  /**
   * Validates a request.
   * @throws GatewayResponseError if the request is invalid
   */
  return async (route: Route, { query, headers, body }: HttpCall): Promise<void> => {
    const given = {
      path: (name: string) => route.pathParameters[name],
      query: (name: string) => query.get(name),
      header: (name: string) => headers[name.toLowerCase()],
    };
    const missing = route.declared.parameters.filter(
      ({ name, in: place, required }) => required && !given[place](name),
    );
    if (validator?.validateRequestParameters && missing.length > 0) {
      const names = missing.map(({ name }) => name).join(', ');
      throw new GatewayResponseError('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${names}]`);
    }
    // a body with a different content type has no model and is not validated
    const type = headers['content-type'] ?? 'application/json';
    const check = validator?.validateRequestBody && type.startsWith('application/json') ? checkOf(route) : undefined;
    if (check !== undefined && !(await check)(asJson(body))) {
      throw new GatewayResponseError('BAD_REQUEST_BODY', 'Invalid request body');
    }
  };
}

/** Compiles a schema. Ajv is loaded on demand, because APIs without schemas do not use it. */
async function compile({ components }: ApiDocument, schema: object): Promise<Check> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ strict: false, validateFormats: false });
  return ajv.compile({ ...schema, components: { schemas: components.schemas } });
}

function asJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}
