import * as z from 'zod/mini';
import { traceIdOfRequest } from '../shared/trace-id';

/**
 * Fields of a proxy event that the API uses (API Gateway developer guide, "Input format of a Lambda function for proxy
 * integration"). The authorizer has verified the token, so its `sub` identifies the caller.
 */
export const ProxyEvent = z.object({
  httpMethod: z.string(),
  headers: z.nullish(z.record(z.string(), z.string())),
  /** Path template: `/devices/{thing}`. */
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

/** Request, independent of API Gateway's event format. Everything except `person` is untrusted. */
export interface Request {
  /** Caller: the `sub` of the token. */
  readonly person: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Value of the Idempotency-Key header, which identifies retries. */
  readonly idempotencyKey?: string | undefined;
  /** Trace id that appears in all log lines that the request causes. */
  readonly trace: string;
}

export const requestOf = (event: ProxyEvent): Request => ({
  person: event.requestContext.authorizer.claims.sub,
  path: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
  idempotencyKey: headerOf(event, 'idempotency-key'),
  trace: traceIdOfRequest(event),
});

/** Returns a header. API Gateway preserves the letter case of the client's header names. */
const headerOf = ({ headers }: ProxyEvent, lowerCaseName: string): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === lowerCaseName)?.[1];
