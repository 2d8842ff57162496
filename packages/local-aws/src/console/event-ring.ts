import { rememberedIds } from '../events';

/** Recorded event, by its ID, its trace and the events to which it links. */
interface Entry {
  readonly event: { readonly id: number; readonly trace: number };
  readonly links: readonly number[];
}

/** Newest events in the order in which they were recorded. Sequence numbers count the recorded events, starting at 0. */
export interface EventRing<Recorded extends Entry> {
  /** Number of events that were recorded so far. */
  readonly count: number;
  /** Sequence number of the oldest event that is kept. */
  readonly first: number;
  add(recorded: Recorded): void;
  at(sequence: number): Recorded | undefined;
  /** Returns the highest ID among the events up to the given one and the events to which they link. */
  highestId(sequence: number): number;
  find(id: number): Recorded | undefined;
  /** Returns the sequence number of an event; undefined if it is not kept. */
  sequenceOf(id: number): number | undefined;
  hasTrace(trace: number): boolean;
  /** Returns the events of a trace in the order in which they were recorded. */
  ofTrace(trace: number): readonly Recorded[];
}

interface Options {
  readonly capacity: number;
  /** Returns the trace of an event. */
  traceOf(id: number): number;
  /** Called when the last kept event of a trace is removed. */
  traceRemoved(trace: number): void;
}

/** Sequence number that precedes the first event of a trace. */
const none = -1;

/**
 * Creates the ring. Events of a trace form a list in typed arrays, because maps and arrays for each event would cost more than
 * everything else that is recorded.
 */
export function createEventRing<Recorded extends Entry>({
  capacity,
  traceOf,
  traceRemoved,
}: Options): EventRing<Recorded> {
  const events: (Recorded | undefined)[] = [];
  /** Sequence number of the previous event of the same trace. */
  const previous = new Int32Array(capacity);
  const highest = new Float64Array(capacity);
  const lastOfTrace = new Map<number, number>();
  let count = 0;
  let highestId = 0;

  const first = () => Math.max(0, count - capacity);
  const at = (sequence: number) => events[sequence % capacity];
  /** Calls the function with the events of a trace, newest first, until it returns true. */
  const findInTrace = (trace: number, isFound: (recorded: Recorded) => boolean): number | undefined => {
    const oldest = first();
    let sequence = lastOfTrace.get(trace) ?? none;
    while (sequence >= oldest) {
      const recorded = at(sequence);
      if (recorded !== undefined && isFound(recorded)) return sequence;
      sequence = previous[sequence % capacity] ?? none;
    }
    return undefined;
  };
  const sequenceOf = (id: number): number | undefined => {
    const isEvent = ({ event }: Recorded) => event.id === id;
    const found = findInTrace(traceOf(id), isEvent);
    // the trace of an older event is unknown
    if (found !== undefined || id > highestId - rememberedIds) return found;
    for (let sequence = first(); sequence < count; sequence++) if (at(sequence)?.event.id === id) return sequence;
    return undefined;
  };

  return {
    get count() {
      return count;
    },
    get first() {
      return first();
    },
    add(recorded) {
      const { id, trace } = recorded.event;
      const slot = count % capacity;
      const removed = events[slot]?.event.trace;
      if (removed !== undefined && lastOfTrace.get(removed) === count - capacity) {
        lastOfTrace.delete(removed);
        traceRemoved(removed);
      }
      for (const link of recorded.links) highestId = Math.max(highestId, link);
      highestId = Math.max(highestId, id);
      highest[slot] = highestId;
      events[slot] = recorded;
      previous[slot] = lastOfTrace.get(trace) ?? none;
      lastOfTrace.set(trace, count);
      count += 1;
    },
    at,
    highestId: (sequence) => highest[sequence % capacity] ?? 0,
    find(id) {
      const sequence = sequenceOf(id);
      return sequence === undefined ? undefined : at(sequence);
    },
    sequenceOf,
    hasTrace: (trace) => lastOfTrace.has(trace),
    ofTrace(trace) {
      const found: Recorded[] = [];
      findInTrace(trace, (recorded) => {
        found.push(recorded);
        return false;
      });
      return found.reverse();
    },
  };
}
