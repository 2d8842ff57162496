import { toIndex, toText } from '../convert';
import type { SqlValue } from '../value';
import { epochMsOf } from './java-moment';
import { momentReader } from './java-time-pattern';
import { timePattern } from './time-pattern';
import { timeZone } from './time-zone';

const mostPatterns = 200;
const longestPattern = 500;

/**
 * Evaluates parse_time(pattern, timestamp[, zone]), which formats a time in ms since the epoch. The zone defaults to
 * UTC. Source: AWS IoT developer guide, iot-sql-functions, parse_time.
 */
export function parseTime(values: readonly SqlValue[]): SqlValue {
  const pattern = toText(values[0]);
  const epochMs = toIndex(values[1]);
  const zoneId = values.length > 2 ? toText(values[2]) : 'UTC';
  if (pattern === undefined || epochMs === undefined || zoneId === undefined) return undefined;
  const zone = timeZone(zoneId);
  return zone && compiledPattern(pattern)?.(epochMs, zone);
}

/**
 * Evaluates time_to_epoch(text, pattern), which returns ms since the epoch. The zone defaults to UTC if the
 * text contains no zone. Source: AWS IoT developer guide, iot-sql-functions, time_to_epoch, which refers to
 * the patterns of JDK 11.
 */
export function timeToEpoch([value, pattern]: readonly SqlValue[]): SqlValue {
  const text = toText(value);
  const patternText = toText(pattern);
  if (text === undefined || patternText === undefined) return undefined;
  const fields = reader(patternText)?.(text);
  return fields && epochMsOf(fields);
}

const compiledPattern = memoize(timePattern);
const reader = memoize(momentReader);

// Returns a function that caches compiled patterns, up to a limit. Most rules use a constant pattern, but patterns taken from
// payloads must not accumulate.
function memoize<Compiled>(compile: (text: string) => Compiled | undefined) {
  const known = new Map<string, Compiled | undefined>();
  return (text: string): Compiled | undefined => {
    if (!known.has(text)) {
      if (known.size >= mostPatterns) known.clear();
      known.set(text, text.length <= longestPattern ? compile(text) : undefined);
    }
    return known.get(text);
  };
}
