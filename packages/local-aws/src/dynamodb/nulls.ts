import { isFields } from '../gateway/json-api';

/**
 * A body in which nothing but a field of the call itself is null, which is as if it were absent. dynalite does not look for
 * null elsewhere, and comes to grief on it; an empty object in its place it refuses in the words of DynamoDB.
 * @throws SyntaxError where the body is no JSON
 */
export function withoutNulls(body: string): string {
  if (!body.includes('null')) return body;
  const filled: unknown = JSON.parse(body, (_, value: unknown) => value ?? {});
  const given: unknown = JSON.parse(body);
  if (!isFields(filled) || !isFields(given)) return JSON.stringify(filled);
  return JSON.stringify(Object.fromEntries(Object.entries(filled).filter(([name]) => given[name] !== null)));
}
