import * as z from 'zod';

/** Log, event, RUM event or span. */
export interface RecordedEvent {
  /** Time in minutes; fractions are allowed. */
  readonly minute: number;
  /** Number of equal events that this entry represents. */
  readonly count: number;
  /** Text that a search without a facet searches. */
  readonly message: string;
  /** Returns the values of a facet: `service` and `host` for attributes and tags, `@http.status_code` for custom attributes. */
  valuesOf(facet: string): readonly string[];
  /** Returns the text of every attribute, which `*:text` searches. */
  texts(): readonly string[];
}

/** Error for an event that cannot be read, for example because it has no time. */
export class EventError extends Error {
  override readonly name = 'EventError';
}

const Entry = z.record(z.string(), z.unknown());
const tagList = z.union([z.array(z.string()), z.string().transform((list) => list.split(','))]);
/** Event of the logs API: the attributes are wrapped. */
const Wrapped = z.object({ attributes: Entry.and(z.object({ timestamp: z.unknown() })) });

/**
 * Reads one event: a log in the format of an intake, an archive or the search API (`timestamp`, `message`, `service`, `status`,
 * `tags`, `attributes`), or any flat JSON object. Its time is `minute`, or `timestamp`, `date` or `@timestamp` as ISO text or
 * as milliseconds since the epoch.
 * @throws EventError
 */
export function readEvent(json: unknown): RecordedEvent {
  const entry = Entry.safeParse(json).data;
  if (entry === undefined) throw new EventError('an event must be a JSON object');
  const wrapped = Wrapped.safeParse(entry).data;
  const fields: Readonly<Record<string, unknown>> = wrapped?.attributes ?? entry;
  const custom = Entry.safeParse(fields['attributes']).data ?? {};
  const tags = tagsIn(fields);
  return {
    minute: minuteOf(fields),
    count: 1,
    message: textOf(fields['message'] ?? fields['content'] ?? fields['text']),
    valuesOf: (facet) => {
      if (facet.startsWith('@')) {
        const path = facet.slice(1);
        return valuesAt(custom, path) ?? valuesAt(fields, path) ?? [];
      }
      const reserved = valuesAt(fields, aliases[facet] ?? facet) ?? valuesAt(fields, facet);
      return [...(reserved ?? []), ...(tags.get(facet) ?? [])];
    },
    texts: () => [...leavesOf(fields), ...Array.from(tags.values()).flat()],
  };
}

/** Names of reserved attributes in the format of an intake. */
const aliases: Readonly<Record<string, string>> = { source: 'ddsource', sources: 'source', host: 'hostname' };

function minuteOf(fields: Readonly<Record<string, unknown>>): number {
  const { minute } = fields;
  if (typeof minute === 'number' && Number.isFinite(minute)) return minute;
  const given = fields['timestamp'] ?? fields['date'] ?? fields['@timestamp'];
  const milliseconds = typeof given === 'number' ? given : typeof given === 'string' ? Date.parse(given) : Number.NaN;
  if (Number.isFinite(milliseconds)) return milliseconds / 60_000;
  throw new EventError('an event needs a time: timestamp as ISO text or in milliseconds, or minute');
}

function tagsIn(fields: Readonly<Record<string, unknown>>): ReadonlyMap<string, string[]> {
  const tags = new Map<string, string[]>();
  for (const tag of tagList.safeParse(fields['tags'] ?? fields['ddtags']).data ?? []) {
    const [key = '', ...value] = tag.trim().split(':');
    tags.set(key, [...(tags.get(key) ?? []), value.join(':')]);
  }
  return tags;
}

function valuesAt(from: Readonly<Record<string, unknown>>, path: string): readonly string[] | undefined {
  if (Object.hasOwn(from, path)) return leavesOf(from[path]);
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  // a key may contain dots, so try every prefix
  for (let end = dot; end > 0; end = path.indexOf('.', end + 1)) {
    const inner = Object.hasOwn(from, path.slice(0, end)) ? Entry.safeParse(from[path.slice(0, end)]).data : undefined;
    const found = inner && valuesAt(inner, path.slice(end + 1));
    if (found) return found;
  }
  return undefined;
}

function leavesOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return typeof value === 'object' ? Object.values(value).flatMap(leavesOf) : [textOf(value)];
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
