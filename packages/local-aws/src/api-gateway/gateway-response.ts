import type { HttpAnswer } from '../http/http-call';
import type { ApiDocument } from './api-document';

/** Default status code for each gateway response type. Source: developer guide, "Gateway response types". */
const statuses = {
  API_CONFIGURATION_ERROR: 500,
  BAD_REQUEST_BODY: 400,
  BAD_REQUEST_PARAMETERS: 400,
  DEFAULT_5XX: 502,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
} as const;

/** Error response from API Gateway itself, rather than from the integration. */
export class GatewayResponseError extends Error {
  constructor(
    readonly type: keyof typeof statuses,
    message: string,
  ) {
    super(message);
  }
}

const defaultTemplate = '{"message":$context.error.messageString}';

/**
 * Returns the gateway response that the API declares for the error's type, or for DEFAULT_4XX or DEFAULT_5XX. Values that
 * the API does not declare are API Gateway's defaults.
 */
export function gatewayResponse(
  { type, message }: GatewayResponseError,
  document: ApiDocument,
  requestId: string,
): HttpAnswer {
  const chosen = document['x-amazon-apigateway-gateway-responses'];
  const kind = statuses[type] < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX';
  const { statusCode, responseParameters = {}, responseTemplates = {} } = chosen[type] ?? chosen[kind] ?? {};
  const template = responseTemplates['application/json'] ?? defaultTemplate;
  const values: Readonly<Record<string, string>> = {
    'error.messageString': JSON.stringify(message),
    'error.message': message,
    'error.responseType': type,
    requestId,
  };
  return {
    status: Number(statusCode ?? statuses[type]),
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': type,
      ...headersFrom(responseParameters, 'gatewayresponse.header.'),
    },
    body: template.replace(/\$context\.([\w.]+)/g, (_, name: string) => values[name] ?? ''),
  };
}

/**
 * Returns the headers in static mappings whose names start with the given prefix: `{x: 'text'}` for
 * `{"gatewayresponse.header.X": "'text'"}`.
 */
export function headersFrom(parameters: Readonly<Record<string, string>>, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length).toLowerCase(), value.slice(1, -1)]] : [],
    ),
  );
}
