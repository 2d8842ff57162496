import { describeError } from '../error-message';
import type { EventContext, EventPayload, PlatformEvent } from '../events';
import { describe } from '../screen/describe';
import { createEventRing } from './event-ring';
import { isFailure, subjectOf } from './event-subject';
import type { PayloadPlace, PayloadStore } from './payload-store';

export interface RecordedPayload {
  readonly label: EventPayload['label'];
  readonly place: PayloadPlace;
}

/** Event with the places of its payloads. */
export interface RecordedEvent {
  readonly event: PlatformEvent;
  readonly payloads: readonly RecordedPayload[];
  /** Events of other traces that contributed to this event. */
  readonly links: readonly number[];
}

/** Conditions that an event must meet. */
export interface EventFilter {
  readonly thing?: string | undefined;
  /** Text that the event must contain, regardless of case, or the ID of the event or its trace. */
  readonly text?: string | undefined;
  readonly kind?: string | undefined;
  /** Terraform type and name of a resource, separated by a dot. */
  readonly resource?: string | undefined;
  readonly failed?: boolean | undefined;
}

/** Recent events, kept in memory. */
export interface EventLog {
  record(event: PlatformEvent, context: EventContext): void;
  find(id: number): RecordedEvent | undefined;
  /** Returns the matching events that were recorded before the event with the ID `before`, newest first. */
  search(filter: EventFilter, limits: { readonly before?: number | undefined; readonly most: number }): RecordedEvent[];
  /**
   * Returns the events of a trace in the order in which they were recorded. Includes the events of batches that contain a record
   * of this trace, and the events of alerts to which this trace contributed.
   */
  trace(trace: number): RecordedEvent[];
  /** Returns the events that were recorded after the first `sequence` events, oldest first; at most the newest `most`. */
  since(sequence: number, most: number): RecordedEvent[];
  /** Returns the IDs of the newest traces with at least one matching event, in descending order. */
  traces(filter: EventFilter, limits: { readonly before?: number | undefined; readonly most: number }): number[];
  /** Adds a listener for recorded events. */
  listen(listener: (recorded: RecordedEvent) => void): void;
  /** Returns whether most traces are left out because too many events occur. */
  isBusy(): boolean;
  /** Returns the number of recorded events, and of events that were left out because there were too many in one second. */
  counts(): { readonly recorded: number; readonly leftOut: number };
}

export interface EventLogOptions {
  readonly payloads: PayloadStore;
  isThing(name: string): boolean;
  /** Returns the trace of an event, which may be recorded later or not at all. */
  traceOf(id: number): number;
  /** Returns the real time in milliseconds, for the sampling rate. */
  now(): number;
  readonly capacity?: number;
  /** Maximum number of events per second that are all recorded. */
  readonly perSecond?: number;
}

/** Returns a payload as bytes or text, or the reason why it cannot be converted. Recording must not disturb the service. */
function readable(read: EventPayload['read']): Uint8Array | string | undefined {
  try {
    const value = read();
    return value === undefined || value instanceof Uint8Array || typeof value === 'string'
      ? value
      : JSON.stringify(value);
  } catch (error) {
    return `this payload cannot be shown: ${describeError(error)}`;
  }
}

/** Returns whether an event reports a change in a monitor's state. */
const isAlert = ({ kind }: PlatformEvent): boolean => kind === 'monitor' || kind === 'monitor-message';

/** Selects one in ten traces. IDs are hashed, because traces with the same number of events have evenly spaced IDs. */
const isSampled = (trace: number): boolean => (Math.imul(trace, 0x9e3779b1) >>> 16) % 10 === 0;

/** Returns whether an event is a note that does not report a failure. Such a note does not begin a trace in the list. */
const isUnlisted = (event: PlatformEvent): boolean =>
  (event.kind === 'note' || event.kind === 'clock') && !isFailure(event);

const noPayloads: readonly RecordedPayload[] = [];
const noLinks: readonly number[] = [];

/** Maximum length of a string in an event; a notification may be longer. */
const [longestText, longestNotification] = [500, 4_000];

/** Truncates long strings in an event, so that events stay small. Does not truncate payloads. */
function withoutLongTexts(event: PlatformEvent): PlatformEvent {
  const most = event.kind === 'monitor-message' || event.kind === 'notification' ? longestNotification : longestText;
  const isLong = (value: unknown): value is string => typeof value === 'string' && value.length > most;
  if (!Object.values(event).some(isLong)) return event;
  const cut = Object.entries(event).flatMap(([name, value]) =>
    isLong(value) ? [[name, `${value.slice(0, most)}…`]] : [],
  );
  return { ...event, ...Object.fromEntries(cut) };
}

/** Returns whether a value of the event, or of an object in the event, contains the text. */
function contains(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => contains(inner, text));
}

/** Adds a value to the set that is stored under a key. */
const addTo = (sets: Map<number, Set<number>>, key: number, value: number) =>
  sets.set(key, (sets.get(key) ?? new Set()).add(value));

/** Deletes a value from the set that is stored under a key, and the set if it is empty. */
function deleteFrom(sets: Map<number, Set<number>>, key: number, value: number): void {
  const set = sets.get(key);
  set?.delete(value);
  if (set?.size === 0) sets.delete(key);
}

function matcher(
  { thing, text, kind, resource, failed }: EventFilter,
  isThing: (name: string) => boolean,
): (event: PlatformEvent) => boolean {
  const lower = text?.trim().toLowerCase() ?? '';
  const id = /^\d+$/.test(lower) ? Number(lower) : undefined;
  return (event) => {
    if (kind !== undefined && event.kind !== kind) return false;
    if (failed === true && !isFailure(event)) return false;
    if (thing !== undefined || resource !== undefined) {
      const subject = subjectOf(event, isThing);
      if (thing !== undefined && subject.thing !== thing) return false;
      if (resource !== undefined && `${subject.resource?.type}.${subject.resource?.name}` !== resource) return false;
    }
    if (lower === '' || event.trace === id || event.id === id) return true;
    const { what, details } = describe(event);
    return contains([what, ...details], lower) || contains(event, lower);
  };
}

/**
 * Creates the log. It keeps the newest `capacity` events; if more than `perSecond` events occur in one second, it records
 * one in ten of the further traces, and every failure and alert.
 */
export function createEventLog(options: EventLogOptions): EventLog {
  const { payloads, now, isThing, traceOf, capacity = 100_000, perSecond = 5_000 } = options;
  /** Traces of batches that contain records of a trace. */
  const batchesOf = new Map<number, Set<number>>();
  /** Traces whose records a batch contains. */
  const sourcesOf = new Map<number, Set<number>>();
  const ring = createEventRing<RecordedEvent>({
    capacity,
    traceOf,
    traceRemoved(trace) {
      batchesOf.delete(trace);
      for (const source of sourcesOf.get(trace) ?? []) deleteFrom(batchesOf, source, trace);
      sourcesOf.delete(trace);
    },
  });
  const listeners: ((recorded: RecordedEvent) => void)[] = [];
  let [leftOut, second, inSecond] = [0, 0, 0];

  const isLeftOut = (event: PlatformEvent): boolean => {
    const current = Math.floor(now() / 1000);
    if (current !== second) [second, inSecond] = [current, 0];
    inSecond += 1;
    return inSecond > perSecond && !isSampled(event.trace) && !isFailure(event) && !isAlert(event);
  };

  const save = (given: readonly EventPayload[]): readonly RecordedPayload[] => {
    const saved: RecordedPayload[] = [];
    for (const { label, read } of given) {
      const payload = readable(read);
      const place = payload === undefined || payload.length === 0 ? undefined : payloads.write(payload);
      if (place !== undefined) saved.push({ label, place });
    }
    // a copy, because the first push reserves room for 17 elements, which 100,000 events would keep
    return saved.length === 0 ? noPayloads : saved.slice();
  };

  /** Returns the events that were recorded before an event, or all events, newest first. */
  const newestFirst = function* (before: number | undefined) {
    const end = before === undefined ? ring.count : (ring.sequenceOf(before) ?? 0);
    for (let sequence = end - 1; sequence >= ring.first; sequence -= 1) {
      const recorded = ring.at(sequence);
      if (recorded !== undefined) yield recorded;
    }
  };

  /** Returns a trace and the traces of batches that contain its records, directly or through other batches. */
  const withBatches = (trace: number): ReadonlySet<number> => {
    const found = new Set([trace]);
    // a set also iterates over the values that are added during the iteration
    for (const one of found) for (const batch of batchesOf.get(one) ?? []) found.add(batch);
    return found;
  };

  /**
   * Returns the recorded traces to which an event belongs: a batch is part of the traces of its records. An alert is part of the
   * traces that contributed to it, and begins its own trace.
   */
  const shownTraces = (event: PlatformEvent): readonly number[] => {
    const { trace } = event;
    const recorded = [...(sourcesOf.get(trace) ?? [])].filter(ring.hasTrace);
    return recorded.length === 0 || isAlert(event) ? [...recorded, trace] : recorded;
  };

  return {
    record(event, context) {
      if (isLeftOut(event)) {
        leftOut += 1;
        return;
      }
      const { payloads: given, links = noLinks } = context;
      const recorded = {
        event: withoutLongTexts(event),
        payloads: given === undefined ? noPayloads : save(given),
        links,
      };
      ring.add(recorded);
      for (const link of recorded.links) {
        const trace = traceOf(link);
        if (trace === event.trace) continue;
        addTo(batchesOf, trace, event.trace);
        addTo(sourcesOf, event.trace, trace);
      }
      for (const listener of listeners) listener(recorded);
    },
    find: ring.find,
    search(filter, { before, most }) {
      const matches = matcher(filter, isThing);
      const found: RecordedEvent[] = [];
      for (const recorded of newestFirst(before)) {
        if (matches(recorded.event)) found.push(recorded);
        if (found.length === most) break;
      }
      return found;
    },
    since(sequence, most) {
      const from = Math.max(sequence, ring.count - most, ring.first);
      return Array.from({ length: Math.max(0, ring.count - from) }, (_, index) => ring.at(from + index)).flatMap(
        (recorded) => recorded ?? [],
      );
    },
    trace: (trace) => [...withBatches(trace)].flatMap(ring.ofTrace),
    traces(filter, { before = Number.POSITIVE_INFINITY, most }) {
      const matches = matcher(filter, isThing);
      const found = new Set<number>();
      let newest: readonly number[] = [];
      for (let sequence = ring.count - 1; sequence >= ring.first; sequence -= 1) {
        // older events belong to older traces
        if (newest.length === most && ring.highestId(sequence) < (newest.at(-1) ?? 0)) break;
        const event = ring.at(sequence)?.event;
        if (event === undefined || isUnlisted(event)) continue;
        const shown = shownTraces(event).filter((trace) => trace < before && !found.has(trace));
        if (shown.length === 0 || !matches(event)) continue;
        for (const trace of shown) found.add(trace);
        newest = [...newest, ...shown].sort((a, b) => b - a).slice(0, most);
      }
      return [...newest];
    },
    listen: (listener) => void listeners.push(listener),
    isBusy: () => Math.floor(now() / 1000) === second && inSecond > perSecond,
    counts: () => ({ recorded: ring.count, leftOut }),
  };
}
