import * as z from 'zod';
import { type AlertEvent, AlertEventError, readAlertEvent } from '../audit/alert-event';
import { readText } from './read-text';

/** Events, and one problem line per source with unreadable events. */
export interface AlertEvents {
  readonly events: readonly AlertEvent[];
  readonly problems: readonly string[];
  /** Whether older events were not read. */
  readonly isTruncated?: boolean;
}

const answer = z.looseObject({ data: z.array(z.unknown()) });

/**
 * Reads alert events from a file: a response to `GET /api/v2/events`, a list of events, or NDJSON with one event or response per line.
 * @throws Error if the file cannot be read or contains no events
 */
export function alertEventsIn(file: string): AlertEvents {
  const entries = documentsIn(file, readText(file)).flatMap((json) => {
    if (Array.isArray(json)) return z.array(z.unknown()).parse(json);
    return answer.safeParse(json).data?.data ?? [json];
  });
  if (entries.length === 0)
    throw new Error(
      `${file} contains no events; expected a response to GET /api/v2/events?filter[query]=source:alert, or NDJSON`,
    );
  return readAlertEvents(file, entries);
}

/**
 * Parses events. Reports unreadable events in one problem line.
 * @param place origin of the events, for problem lines
 * @throws Error if no event can be read
 */
export function readAlertEvents(place: string, entries: readonly unknown[]): AlertEvents {
  const unreadable: string[] = [];
  const events = entries.flatMap((json, at) => {
    try {
      return [readAlertEvent(json)];
    } catch (error) {
      if (!(error instanceof AlertEventError)) throw error;
      unreadable.push(`event ${at + 1} ${error.message}`);
      return [];
    }
  });
  const [first] = unreadable;
  if (first === undefined) return { events, problems: [] };
  if (events.length === 0) throw new Error(`${place} contains no alert events: ${first}`);
  const others = unreadable.length > 1 ? ` (and ${unreadable.length - 1} more of ${entries.length} events)` : '';
  return { events, problems: [`${place}: ${first}${others}; not counted`] };
}

function documentsIn(file: string, text: string): readonly unknown[] {
  try {
    return [JSON.parse(text)];
  } catch (whole) {
    const lines = text.split('\n');
    return lines.flatMap((line, at) => {
      if (line.trim() === '') return [];
      try {
        return [JSON.parse(line)];
      } catch (error) {
        // an error in the first line means that the file is not NDJSON
        const [place, reason] = at === 0 || lines.length === 1 ? [file, whole] : [`${file}:${at + 1}`, error];
        throw new Error(`${place} is not valid JSON (${reason instanceof Error ? reason.message : String(reason)})`);
      }
    });
  }
}
