import { isFields } from '../gateway/json-api';
import { parsedJson, payloadMatcher } from './payload-matcher';

/** Function that returns whether a message with the given body passes the filters. */
export type QueueFilter = (body: string) => boolean;

function compile(pattern: string): QueueFilter {
  const path = 'filter_criteria.filter.pattern';
  const json = parsedJson(pattern);
  if (!isFields(json)) throw new Error(`${path}: must be a JSON object`);
  const { body, ...others } = json;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`${path}: only body can be filtered for an SQS queue, found ${other}`);
  return payloadMatcher(body, `${path}.body`);
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
