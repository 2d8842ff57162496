import type { APIGatewayProxyResult } from 'aws-lambda';
import { routes } from '../../contracts/api';
import { traceHeader } from '../../contracts/trace';
import type { Operations } from './operation';
import { Problem, requireFound } from './problem';
import type { Request } from './request';

interface RoutedRequest {
  /** Method and path template: `GET /devices/{thing}`. */
  readonly route: string;
  readonly request: Request;
}

/** Runs the operation of a request and returns its response, or a problem document if the request is invalid. */
export async function routeRequest(
  { route, request }: RoutedRequest,
  { operations, origin }: { readonly operations: Partial<Operations>; readonly origin: string },
): Promise<APIGatewayProxyResult> {
  const id = routes[route];
  const { trace } = request;
  try {
    const operation = requireFound(id === undefined ? undefined : operations[id]);
    const { status, body, location } = await operation(request);
    return respond({ origin, trace, location }, status, 'application/json', body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return respond({ origin, trace }, error.status, 'application/problem+json', error.document);
  }
}

interface ResponseContext {
  /** Origin whose pages may read the response (CORS). */
  readonly origin: string;
  readonly trace: string;
  readonly location?: string | undefined;
}

const respond = (
  { origin, trace, location }: ResponseContext,
  statusCode: number,
  type: string,
  body: object | undefined,
): APIGatewayProxyResult => ({
  statusCode,
  headers: {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': `${traceHeader}, location`,
    [traceHeader]: trace,
    ...(location !== undefined && { Location: location }),
    ...(body !== undefined && { 'Content-Type': type }),
  },
  body: body === undefined ? '' : JSON.stringify(body),
});
