import { compilePattern } from '../event-pattern/event-pattern';

/** Parses JSON. Returns undefined if the text is not JSON. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isJson = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Compiles a pattern for the payload of a message or record: a list of rules matches only text, and an object with fields
 * matches only JSON. Source: Lambda developer guide, "invocation-eventfiltering".
 * @throws Error with the path of the invalid element
 */
export function payloadMatcher(pattern: unknown, path: string): (payload: string) => boolean {
  const matches = compilePattern(pattern, path);
  if (Array.isArray(pattern)) return (text) => !isJson(parsedJson(text)) && matches(text);
  return (text) => {
    const value = parsedJson(text);
    return isJson(value) && matches(value);
  };
}
