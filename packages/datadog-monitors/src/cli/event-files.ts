import { EventError, type RecordedEvent, readEvent } from '../index';
import { readText } from './read-text';

/** Events in the given files, keyed by source. */
export interface GivenEvents {
  /** First and last minute with an event; undefined if there are no events. */
  readonly extent: { readonly first: number; readonly last: number } | undefined;
  /** Sources for which files are given. */
  readonly sources: readonly string[];
  readonly events: (source: string) => readonly RecordedEvent[];
}

/**
 * Reads events from NDJSON files, each with the source that a query searches, for example `logs=errors.ndjson`.
 * @throws Error with the file, the line and the remedy
 */
export function eventsIn(given: readonly string[]): GivenEvents {
  const bySource = new Map<string, RecordedEvent[]>();
  for (const text of given) {
    const [, source, path] = /^([\w-]+)=(.+)$/s.exec(text) ?? [];
    if (source === undefined || path === undefined)
      throw new Error(`invalid --events ${text}: expected a source and a file, such as logs=errors.ndjson`);
    bySource.set(source, [...(bySource.get(source) ?? []), ...readEvents(path)]);
  }
  const minutes = Array.from(bySource.values()).flatMap((events) => events.map(({ minute }) => Math.floor(minute)));
  const extent = minutes.length === 0 ? undefined : { first: least(minutes), last: most(minutes) };
  return { extent, sources: [...bySource.keys()], events: (source) => bySource.get(source) ?? [] };
}

const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b));
const most = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b));

function readEvents(path: string): RecordedEvent[] {
  const lines = readText(path).split('\n');
  return lines.flatMap((line, at) => (line.trim() === '' ? [] : [readLine(line, `${path}:${at + 1}`)]));
}

function readLine(line: string, place: string): RecordedEvent {
  try {
    return readEvent(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Error(`${place} is not JSON; each line must contain one event`);
    if (error instanceof EventError) throw new Error(`${place} ${error.message}`);
    throw error;
  }
}
