import { toIndex, toText } from '../convert';
import type { SqlValue } from '../value';
import { type TimePattern, timePattern } from './time-pattern';
import { timeZone } from './time-zone';

/**
 * parse_time(pattern, timestamp[, zone]): formats a moment in ms; the zone is UTC unless given.
 * Source: AWS IoT developer guide, iot-sql-functions, parse_time.
 */
export function parseTime(values: readonly SqlValue[]): SqlValue {
  const pattern = toText(values[0]);
  const epochMs = toIndex(values[1]);
  const zoneId = values.length > 2 ? toText(values[2]) : 'UTC';
  if (pattern === undefined || epochMs === undefined || zoneId === undefined) return undefined;
  const zone = timeZone(zoneId);
  return zone && compiledPattern(pattern)?.(epochMs, zone);
}

// A rule formats with one pattern again and again; patterns out of payloads must not pile up.
const mostPatterns = 200;
const patterns = new Map<string, TimePattern | undefined>();

function compiledPattern(text: string): TimePattern | undefined {
  if (!patterns.has(text)) {
    if (patterns.size >= mostPatterns) patterns.clear();
    patterns.set(text, text.length <= 500 ? timePattern(text) : undefined);
  }
  return patterns.get(text);
}
