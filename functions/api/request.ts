import * as z from 'zod/mini';
import { traceOfRequest } from '../shared/trace-of';

/**
 * What API Gateway hands to a function (developer guide, "Input format of a Lambda function for proxy integration"), as
 * far as it is used. The authorizer has looked at the token: its `sub` says who asks.
 */
export const ProxyEvent = z.object({
  httpMethod: z.string(),
  headers: z.nullish(z.record(z.string(), z.string())),
  /** With the names of the parameters: `/devices/{thing}`. */
  resource: z.string(),
  pathParameters: z.nullish(z.record(z.string(), z.string())),
  queryStringParameters: z.nullish(z.record(z.string(), z.string())),
  body: z.nullish(z.string()),
  isBase64Encoded: z.optional(z.boolean()),
  requestContext: z.object({
    requestId: z.string(),
    authorizer: z.object({ claims: z.object({ sub: z.string() }) }),
  }),
});
type ProxyEvent = z.infer<typeof ProxyEvent>;

/** A request, told apart from how it came. Nothing of it is believed but who asks. */
export interface Request {
  /** Who asks: the `sub` of the token. */
  readonly person: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** By which the same request is known when it comes again. */
  readonly idempotencyKey?: string | undefined;
  /** By which it is found in the logs of all that it leads to. */
  readonly trace: string;
}

export const requestOf = (event: ProxyEvent): Request => ({
  person: event.requestContext.authorizer.claims.sub,
  path: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  idempotencyKey: headerOf(event, 'idempotency-key'),
  trace: traceOfRequest(event),
});

/** The names of headers stand there as they were sent. */
const headerOf = ({ headers }: ProxyEvent, wanted: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];
