import { z } from 'zod';
import { AwsError } from '../gateway/service-api';

const Token = z.object({ after: z.string() });

/** Returns the token for the page that starts after a name. */
export const tokenOf = (name: string): string => Buffer.from(JSON.stringify({ after: name })).toString('base64url');

/**
 * Returns the name that is encoded in a page token.
 * @param parameter name of the request parameter that contains the token: nextToken or marker
 * @throws AwsError if the token is invalid
 */
export function nameIn(token: string, parameter: string): string {
  try {
    return Token.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))).after;
  } catch {
    throw new AwsError('InvalidRequestException', `Invalid ${parameter}`);
  }
}

interface Listing<Item> {
  readonly query: URLSearchParams;
  /** Request parameter for the page size, and the largest page size, which is also the default. */
  readonly size: readonly [parameter: string, maximum: number];
  /** Names of the token parameter in the request and in the response. */
  readonly token?: readonly [requestToken: string, responseToken: string];
  nameOf(item: Item): string;
  readonly isDescending?: boolean;
}

/**
 * Returns a page of a list that is sorted by name. A page's token contains the last name on the previous page.
 * @throws AwsError if AWS IoT would reject the page size or the token
 */
export function pageOf<Item>(
  items: readonly Item[],
  {
    query,
    size: [parameter, maximum],
    token: [requestToken, responseToken] = ['nextToken', 'nextToken'],
    nameOf,
    isDescending = false,
  }: Listing<Item>,
): { page: Item[]; more: Record<string, string> } {
  const size = Number(query.get(parameter) ?? maximum);
  if (!Number.isInteger(size) || size < 1 || size > maximum)
    throw new AwsError('InvalidRequestException', `invalid ${parameter}: expected an integer from 1 to ${maximum}`);
  const token = query.get(requestToken);
  const after = token === null ? undefined : nameIn(token, requestToken);
  const comesAfter = (a: string, b: string) => (isDescending ? a < b : a > b);
  const remaining = items
    .filter((item) => after === undefined || comesAfter(nameOf(item), after))
    .sort((a, b) => (comesAfter(nameOf(a), nameOf(b)) ? 1 : -1));
  const page = remaining.slice(0, size);
  const last = page.at(-1);
  if (last === undefined || remaining.length <= size) return { page, more: {} };
  return { page, more: { [responseToken]: tokenOf(nameOf(last)) } };
}
