import type { APIGatewayProxyResult } from 'aws-lambda';
import { Problem } from './problem';
import type { Request } from './request';

interface Response {
  readonly status: number;
  readonly body: object | undefined;
}

interface Api {
  /** Operations, keyed by method and path: `GET /devices/{thing}`. */
  readonly operations: Readonly<Record<string, (request: Request) => Promise<Response>>>;
  /** Origin of the pages that may read the response (CORS). */
  readonly origin: string;
}

interface RoutedRequest {
  /** `GET /devices/{thing}` */
  readonly route: string;
  readonly request: Request;
}

/** Runs the operation of a request and returns its response, or a problem document if the request is invalid. */
export async function routeRequest(
  { route, request }: RoutedRequest,
  { operations, origin }: Api,
): Promise<APIGatewayProxyResult> {
  try {
    const operation = operations[route];
    if (operation === undefined) throw new Problem(404, 'The resource does not exist.');
    const { status, body } = await operation(request);
    return respond(origin, status, 'application/json', body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return respond(origin, error.status, 'application/problem+json', error.document);
  }
}

const respond = (
  origin: string,
  statusCode: number,
  type: string,
  body: object | undefined,
): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'Access-Control-Allow-Origin': origin, ...(body !== undefined && { 'Content-Type': type }) },
  body: body === undefined ? '' : JSON.stringify(body),
});
