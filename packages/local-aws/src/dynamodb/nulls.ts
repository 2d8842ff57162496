import { isFields } from '../gateway/json-api';

/**
 * Returns the body of a call without nulls. Null fields of the call itself are removed, as if they were absent.
 * dynalite does not expect null elsewhere and crashes on it; an empty object in its place gets DynamoDB's error
 * message.
 * @throws SyntaxError if the body is not JSON
 */
export function withoutNulls(body: string): string {
  if (!body.includes('null')) return body;
  const filled: unknown = JSON.parse(body, (_, value: unknown) => value ?? {});
  const given: unknown = JSON.parse(body);
  if (!isFields(filled) || !isFields(given)) return JSON.stringify(filled);
  return JSON.stringify(Object.fromEntries(Object.entries(filled).filter(([name]) => given[name] !== null)));
}
