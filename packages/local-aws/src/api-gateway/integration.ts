import { z } from 'zod';
import { type Clock, sleep } from '../clock';
import type { HttpAnswer, HttpCall } from '../http/http-call';
import type { Lambda } from '../lambda/lambda-service';
import type { ApiMethod } from './api-document';
import type { Claims } from './authorization';
import { GatewayResponseError, headersFrom } from './gateway-response';
import type { Route } from './routes';

/**
 * Schema for a function's response. Source: API Gateway developer guide, "Output format of a Lambda function
 * for proxy integration".
 */
const ProxyAnswer = z.object({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.coerce.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
});

/** Request that has been authorized and validated. */
export interface AdmittedRequest {
  readonly call: HttpCall;
  readonly route: Route;
  readonly claims: Claims | undefined;
  readonly requestId: string;
  /** ARN of the method. */
  readonly sourceArn: string;
  readonly cause: number;
  /** API, stage and account of the request. */
  readonly place: { readonly apiId: string; readonly stage: string; readonly account: string };
}

interface IntegrationOptions {
  readonly lambda: Pick<Lambda, 'invoke'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}

/**
 * Runs the method's integration and returns its response.
 * @throws GatewayResponseError if the integration fails, times out or returns an invalid response
 */
export function integrate(admitted: AdmittedRequest, options: IntegrationOptions): Promise<HttpAnswer> | HttpAnswer {
  const integration = admitted.route.declared['x-amazon-apigateway-integration'];
  if (integration.type === 'aws_proxy') return proxied(admitted, integration, options);
  const { statusCode, responseParameters } = integration.responses.default;
  return { status: Number(statusCode), headers: headersFrom(responseParameters, 'method.response.header.'), body: '' };
}

type Proxy = Extract<ApiMethod['x-amazon-apigateway-integration'], { type: 'aws_proxy' }>;

async function proxied(
  admitted: AdmittedRequest,
  { uri, timeoutInMillis }: Proxy,
  { lambda, clock }: IntegrationOptions,
) {
  const functionArn = /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
  const { sourceArn, cause } = admitted;
  const invocation = lambda
    .invoke({
      functionArn,
      event: proxyEvent(admitted, clock.now()),
      principal: { kind: 'service', service: 'apigateway.amazonaws.com', sourceArn },
      cause,
    })
    // the response must not reveal to the caller that a permission is missing or concurrency is exhausted
    .catch(() => {
      throw new GatewayResponseError('API_CONFIGURATION_ERROR', 'Internal server error');
    });
  const finished = await Promise.race([invocation, sleep(clock, timeoutInMillis)]);
  if (finished === undefined) throw new GatewayResponseError('INTEGRATION_TIMEOUT', 'Endpoint request timed out');
  const answer = finished.outcome.status === 'success' ? ProxyAnswer.safeParse(finished.outcome.result) : undefined;
  // API Gateway sends "Internal server error" with 502 both for a failed function and for an invalid response
  if (!answer?.success) throw new GatewayResponseError('DEFAULT_5XX', 'Internal server error');
  const { statusCode, headers, body, isBase64Encoded } = answer.data;
  const lowered = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status: statusCode,
    headers: { 'content-type': 'application/json', ...Object.fromEntries(lowered) },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

/**
 * Returns the event that a function receives for a request. Source: API Gateway developer guide, "Input format of a
 * Lambda function for proxy integration".
 */
function proxyEvent({ call, route, claims, requestId, place }: AdmittedRequest, now: number) {
  const { query, headers, body } = call;
  const names = [...new Set(query.keys())];
  const values = Object.fromEntries(names.map((name) => [name, query.getAll(name)]));
  return {
    resource: route.resource,
    path: call.path,
    httpMethod: route.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: names.length === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters: names.length === 0 ? null : values,
    pathParameters: Object.keys(route.pathParameters).length === 0 ? null : route.pathParameters,
    stageVariables: null,
    requestContext: {
      accountId: place.account,
      apiId: place.apiId,
      stage: place.stage,
      requestId,
      requestTimeEpoch: Math.floor(now),
      httpMethod: route.method,
      resourcePath: route.resource,
      path: `/${place.stage}${call.path}`,
      protocol: 'HTTP/1.1',
      identity: { sourceIp: '127.0.0.1', userAgent: headers['user-agent'] ?? null },
      ...(claims && { authorizer: { claims } }),
    },
    body: body.byteLength === 0 ? null : Buffer.from(body).toString('utf8'),
    isBase64Encoded: false,
  };
}
