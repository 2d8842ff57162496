import { z } from 'zod';
import { AwsError } from '../gateway/request';

const Token = z.object({ after: z.string() });

/** Where a page goes on: behind a name. */
export const tokenOf = (name: string): string => Buffer.from(JSON.stringify({ after: name })).toString('base64url');

/** @param word by which a request has the token: nextToken, marker. @throws AwsError where it is none of these */
export function nameIn(token: string, word: string): string {
  try {
    return Token.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))).after;
  } catch {
    throw new AwsError('InvalidRequestException', `Invalid ${word}`);
  }
}

interface Listing<Item> {
  readonly query: URLSearchParams;
  /** How a request says the size of a page, and the largest one, which is taken where none is said. */
  readonly size: readonly [word: string, atMost: number];
  /** How a request says where to go on, and how an answer does. */
  readonly token?: readonly [asked: string, answered: string];
  nameOf(item: Item): string;
  readonly isDescending?: boolean;
}

/**
 * One page of a list, in the order of its names; the token of a page is the last name of the one before.
 * @throws AwsError for a size or a token that AWS IoT does not take
 */
export function pageOf<Item>(
  items: readonly Item[],
  {
    query,
    size: [word, atMost],
    token: [asked, answered] = ['nextToken', 'nextToken'],
    nameOf,
    isDescending = false,
  }: Listing<Item>,
): { page: Item[]; more: Record<string, string> } {
  const size = Number(query.get(word) ?? atMost);
  if (!Number.isInteger(size) || size < 1 || size > atMost)
    throw new AwsError('InvalidRequestException', `${word} is a whole number from 1 to ${atMost}`);
  const token = query.get(asked);
  const after = token === null ? undefined : nameIn(token, asked);
  const isBehind = (one: string, other: string) => (isDescending ? one < other : one > other);
  const left = items
    .filter((item) => after === undefined || isBehind(nameOf(item), after))
    .sort((one, other) => (isBehind(nameOf(one), nameOf(other)) ? 1 : -1));
  const page = left.slice(0, size);
  const last = page.at(-1);
  if (last === undefined || left.length <= size) return { page, more: {} };
  return { page, more: { [answered]: tokenOf(nameOf(last)) } };
}
