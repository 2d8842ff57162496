import { compilePattern } from '../event-pattern/event-pattern';
import { isFields } from '../gateway/json-api';

/** Function that returns whether a message with the given body passes the filters. */
export type QueueFilter = (body: string) => boolean;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isJson = (value: unknown): value is object => typeof value === 'object' && value !== null;

function compile(pattern: string): QueueFilter {
  const path = 'filter_criteria.filter.pattern';
  const json = parsed(pattern);
  if (!isFields(json)) throw new Error(`${path}: must be a JSON object`);
  const { body, ...others } = json;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`${path}: only body can be filtered for an SQS queue, found ${other}`);
  const matches = compilePattern(body, `${path}.body`);
  // a list of rules matches only text, and an object with fields matches only JSON
  if (Array.isArray(body)) return (text) => !isJson(parsed(text)) && matches(text);
  return (text) => {
    const value = parsed(text);
    return isJson(value) && matches(value);
  };
}

/**
 * Compiles filter patterns, at least one of which must match. Source: Lambda developer guide, "with-sqs-filtering".
 * @param patterns JSON texts of the patterns; an empty list matches every message
 * @throws Error for a pattern that Lambda rejects
 */
export function queueFilter(patterns: readonly string[]): QueueFilter {
  const filters = patterns.map(compile);
  return (body) => filters.length === 0 || filters.some((matches) => matches(body));
}
