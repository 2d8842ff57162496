import type { PlatformEvent } from '../api/operations';

/** Event of a trace, at its place in the tree of causes. */
export interface TraceHop {
  readonly event: PlatformEvent;
  /** Number of events above in the tree. */
  readonly depth: number;
  /** Relation to the event above: it caused this event, or it is a record of this batch. */
  readonly relation: 'root' | 'effect' | 'batch';
  /** Milliseconds since the first event of the trace. */
  readonly after: number;
  /** Whether the cause was left out, or is not recorded anymore. */
  readonly isCauseMissing: boolean;
}

/**
 * Returns the events in the order of a tree: each event below its cause. A batch is below its first record. Events with the
 * same cause are in the order in which they started, which is the order of their IDs.
 */
export function buildTree(events: readonly PlatformEvent[]): readonly TraceHop[] {
  const sorted = [...events].sort((one, other) => one.id - other.id);
  const byId = new Map(sorted.map((event) => [event.id, event]));
  const parentOf = ({ id, cause, links }: PlatformEvent): number | undefined =>
    [...(cause === undefined ? [] : [cause]), ...links].find((parent) => parent !== id && byId.has(parent));
  const children = new Map<number | undefined, PlatformEvent[]>();
  for (const event of sorted) {
    const parent = parentOf(event);
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [event]);
    else siblings.push(event);
  }
  const start = Math.min(...sorted.map(({ at }) => Date.parse(at)));
  const hops: TraceHop[] = [];
  // a stack, because chains of causes can be longer than the call stack
  const waiting = (children.get(undefined) ?? []).map((event) => ({ event, depth: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { event, depth } = next;
    const parent = parentOf(event);
    hops.push({
      event,
      depth,
      relation: parent === undefined ? 'root' : parent === event.cause ? 'effect' : 'batch',
      after: Date.parse(event.at) - start,
      isCauseMissing: event.cause !== undefined && !byId.has(event.cause),
    });
    const below = children.get(event.id) ?? [];
    for (const child of below.toReversed()) waiting.push({ event: child, depth: depth + 1 });
  }
  return hops;
}

/** Returns the events at which the trace stopped or failed: failures, denials, and rules that did not match. */
export function stopsIn(hops: readonly TraceHop[]): {
  readonly failures: readonly PlatformEvent[];
  readonly skipped: readonly PlatformEvent[];
} {
  const events = hops.map(({ event }) => event);
  return {
    failures: events.filter(({ failed, decision }) => failed || decision?.outcome === 'denied'),
    skipped: events.filter(({ decision }) => decision?.outcome === 'not matched'),
  };
}
