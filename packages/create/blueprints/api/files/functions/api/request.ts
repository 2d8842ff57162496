import * as z from 'zod/mini';
import { Problem } from './problem';

/**
 * Fields of a proxy event that the API uses (API Gateway developer guide, "Input format of a Lambda function for proxy
 * integration"). The authorizer has verified the token, so its `sub` identifies the caller.
 */
export const ProxyEvent = z.object({
  httpMethod: z.string(),
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

/** Request, independent of API Gateway's event format. Everything except `caller` is untrusted. */
export interface Request {
  /** `sub` claim of the token. */
  readonly caller: string;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export const requestOf = (event: ProxyEvent): Request => ({
  caller: event.requestContext.authorizer.claims.sub,
  path: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  body: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
});

const ThingName = z.string().check(z.regex(/^[A-Za-z0-9:_-]{1,128}$/));

/** Returns the device in the path. @throws Problem 404 if the name is invalid, because no device can have that name */
export function thingIn({ path }: Request): string {
  const read = ThingName.safeParse(path['thing']);
  if (!read.success) throw new Problem(404, 'The device does not exist.');
  return read.data;
}

/** Parses the JSON body. @param form description of the expected body, for the error message @throws Problem 400 */
export function bodyOf<Value>(schema: z.ZodMiniType<Value>, { body }: Request, form: string): Value {
  const read = schema.safeParse(parseJson(body));
  if (!read.success) throw new Problem(400, `The body must be ${form}.`);
  return read.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
