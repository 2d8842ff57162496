import { toIndex, toText } from '../convert';
import type { SqlValue } from '../value';
import { epochMsOf } from './java-moment';
import { momentReader } from './java-time-pattern';
import { timePattern } from './time-pattern';
import { timeZone } from './time-zone';

const mostPatterns = 200;
const longestPattern = 500;

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

/**
 * time_to_epoch(text, pattern): the moment in ms since the epoch; UTC where the text says no zone.
 * Source: AWS IoT developer guide, iot-sql-functions, time_to_epoch, which names the patterns of JDK 11.
 */
export function timeToEpoch([value, pattern]: readonly SqlValue[]): SqlValue {
  const text = toText(value);
  const patternText = toText(pattern);
  if (text === undefined || patternText === undefined) return undefined;
  const fields = reader(patternText)?.(text);
  return fields && epochMsOf(fields);
}

const compiledPattern = remembered(timePattern);
const reader = remembered(momentReader);

// A rule formats with one pattern again and again; patterns out of payloads must not pile up.
function remembered<Compiled>(compile: (text: string) => Compiled | undefined) {
  const known = new Map<string, Compiled | undefined>();
  return (text: string): Compiled | undefined => {
    if (!known.has(text)) {
      if (known.size >= mostPatterns) known.clear();
      known.set(text, text.length <= longestPattern ? compile(text) : undefined);
    }
    return known.get(text);
  };
}
