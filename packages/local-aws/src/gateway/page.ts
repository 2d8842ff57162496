import { AwsError } from './service-api';

const tokenOf = (offset: number) => Buffer.from(`offset ${offset}`).toString('base64url');

/**
 * Decodes a page token to an offset in the list.
 * @throws AwsError with the given code if the token is invalid
 */
function offsetOf(token: string, count: number, code: string): number {
  const offset = Number(/^offset (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]);
  if (!(offset > 0 && offset <= count)) throw new AwsError(code, 'The specified token is not valid.');
  return offset;
}

/**
 * Returns one page of a list.
 * @throws AwsError if the token does not come from an earlier page
 */
export function pageOf<Item>(
  items: readonly Item[],
  page: { size: number; token: string | undefined; invalidTokenCode: string },
): { items: readonly Item[]; nextToken: { NextToken: string } | undefined } {
  const from = page.token === undefined ? 0 : offsetOf(page.token, items.length, page.invalidTokenCode);
  const to = from + page.size;
  return {
    items: items.slice(from, to),
    nextToken: to < items.length ? { NextToken: tokenOf(to) } : undefined,
  };
}
