import { isFields } from '../gateway/json-api';

/**
 * Removes nulls from a call's body, because dynalite crashes on them. A null field at the top level is removed.
 * Elsewhere, an empty object replaces the null, so that dynalite returns DynamoDB's error message.
 * @throws SyntaxError if the body is not JSON
 */
export function withoutNulls(body: string): string {
  if (!body.includes('null')) return body;
  const filled: unknown = JSON.parse(body, (_, value: unknown) => value ?? {});
  const given: unknown = JSON.parse(body);
  if (!isFields(filled) || !isFields(given)) return JSON.stringify(filled);
  return JSON.stringify(Object.fromEntries(Object.entries(filled).filter(([name]) => given[name] !== null)));
}
