import type { ArchitectureMap, EventNotice, MapEdge } from '../api/operations';
import { edgeId } from './layout';

/** Events of a node or edge: live events since the map was opened, and the newest events that were recorded before. */
export interface Activity {
  readonly events: number;
  readonly failures: number;
  /** Whether a failure has not been clicked yet. */
  readonly hasNewFailure: boolean;
  /** Number of times that the node or edge lit up. */
  readonly pulses: number;
  /** Number of edges that precede this edge on the path of the last event. Its light is delayed accordingly. */
  readonly step: number;
}

/** Number of counted events. */
export interface Totals {
  /** Events of any node. */
  readonly events: number;
  /** Events of devices. */
  readonly ofDevices: number;
}

/** Activity of all nodes and edges of a map. */
export interface MapActivity {
  of(id: string): Activity;
  /** Calls the listener when a node or edge changes. Returns a function that removes the listener. */
  onChange(id: string, listener: () => void): () => void;
  /** Counts events that were not counted before; live events light up their nodes and edges. */
  receive(events: readonly EventNotice[], isLive: boolean): void;
  /** Marks the failures of a node as seen. */
  acknowledge(id: string): void;
  totals(): Totals;
  onTotals(listener: () => void): () => void;
}

const idle: Activity = { events: 0, failures: 0, hasNewFailure: false, pulses: 0, step: 0 };

/** Nodes of events that are not about a resource, by kind. */
const nodesOfKinds: Readonly<Record<string, string>> = {
  connected: 'devices',
  disconnected: 'devices',
  published: 'devices',
  refused: 'devices',
  throttled: 'devices',
  'provisioning-refused': 'devices',
  violation: 'devices',
  'shadow-updated': 'shadow',
  'shadow-rejected': 'shadow',
  'log-written': 'logs',
  logged: 'logs',
  'logs-forwarded': 'logs',
};

/** Clients that caused an event without a recorded cause, by kind. */
const clientsOfKinds: Readonly<Record<string, string>> = {
  'shadow-updated': 'devices',
  'shadow-rejected': 'devices',
  provisioned: 'devices',
  'api-answered': 'people',
  socket: 'people',
};

/** Kinds of nodes whose records a function receives in batches. */
const batchSources: ReadonlySet<string> = new Set(['stream', 'queue']);

/** Number of events whose node is remembered, because they can be the cause of later events. */
const remembered = 5_000;
/** Maximum length of a path between the nodes of an event and its cause, in edges. */
const longestWay = 3;

/** Edges from one node to another, in order. */
type Way = readonly Pick<MapEdge, 'from' | 'to'>[];

/** Returns a function that finds the shortest path between two nodes; the path is empty if none exists. */
export function wayFinder({ edges }: ArchitectureMap): (from: string, to: string) => Way {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const known = new Map<string, Way>();

  const search = (from: string, to: string): Way => {
    let ways: readonly (readonly string[])[] = [[from]];
    for (let length = 0; length < longestWay; length += 1) {
      ways = ways.flatMap((way) => (next.get(way.at(-1) ?? '') ?? []).map((node) => [...way, node]));
      const found = ways.find((way) => way.at(-1) === to);
      if (found !== undefined) return found.slice(1).map((node, index) => ({ from: found[index] ?? '', to: node }));
    }
    return [];
  };

  return (from, to) => {
    if (from === to) return [];
    const key = edgeId({ from, to });
    const way = known.get(key) ?? search(from, to);
    known.set(key, way);
    return way;
  };
}

/** Creates the activity of a map, without any events. */
export function createActivity(map: ArchitectureMap): MapActivity {
  const nodes = new Set(map.nodes.map(({ id }) => id));
  const sources = new Map(map.nodes.flatMap((node) => (batchSources.has(node.kind) ? [[node.id, node.label]] : [])));
  const wayBetween = wayFinder(map);
  const activities = new Map<string, Activity>();
  const listeners = new Map<string, Set<() => void>>();
  const totalsListeners = new Set<() => void>();
  const places = new Map<number, string | undefined>();
  let totals: Totals = { events: 0, ofDevices: 0 };

  const of = (id: string) => activities.get(id) ?? idle;
  const notify = (ids: Iterable<string>) => {
    for (const id of ids) for (const listener of listeners.get(id) ?? []) listener();
  };

  const placeOf = ({ resource, kind }: EventNotice): string | undefined => {
    const place = resource !== undefined && nodes.has(resource) ? resource : nodesOfKinds[kind];
    return place !== undefined && nodes.has(place) ? place : undefined;
  };

  const causesOf = ({ cause, links }: EventNotice): ReadonlySet<string> =>
    new Set([cause ?? [], links].flat().flatMap((id) => places.get(id) ?? []));

  const clientOf = ({ cause, kind }: EventNotice): string | undefined =>
    cause === undefined ? clientsOfKinds[kind] : undefined;

  /** Returns the stream or queue of a batch; undefined for other events. */
  const sourceOf = ({ kind, stream }: EventNotice, place: string): string | undefined => {
    if (kind !== 'batch') return undefined;
    const candidates = map.edges.flatMap(({ from, to }) => (to === place && sources.has(from) ? [from] : []));
    return candidates.find((id) => sources.get(id) === stream) ?? candidates[0];
  };

  /** Returns the paths on which an event reached its node, from its causes or from a client. */
  const waysOf = (event: EventNotice, place: string, causes: ReadonlySet<string>): readonly Way[] => {
    const client = clientOf(event);
    const origins = causes.size === 0 && client !== undefined ? [client] : [...causes];
    const source = sourceOf(event, place);
    if (source === undefined) return origins.map((origin) => wayBetween(origin, place));
    const last = { from: source, to: place };
    return origins.length === 0 ? [[last]] : origins.map((origin) => [...wayBetween(origin, source), last]);
  };

  const remember = (event: EventNotice, place: string | undefined) => {
    places.set(event.id, place);
    const [oldest] = places.keys();
    if (places.size > remembered && oldest !== undefined) places.delete(oldest);
  };

  return {
    of,
    onChange(id, listener) {
      const present = listeners.get(id) ?? new Set();
      listeners.set(id, present.add(listener));
      return () => void present.delete(listener);
    },
    receive(events, isLive) {
      const changed = new Set<string>();
      const count = (id: string, failed: boolean, step: number) => {
        const { events: before, failures, hasNewFailure, pulses } = of(id);
        changed.add(id);
        activities.set(id, {
          events: before + 1,
          failures: failures + Number(failed),
          hasNewFailure: hasNewFailure || failed,
          pulses: pulses + Number(isLive),
          step,
        });
      };
      for (const event of events) {
        if (places.has(event.id)) continue;
        const place = placeOf(event);
        remember(event, place);
        if (place === undefined) continue;
        totals = { events: totals.events + 1, ofDevices: totals.ofDevices + Number(event.thing !== undefined) };
        const causes = causesOf(event);
        const ways = waysOf(event, place, causes);
        const onTheWay = new Map<string, number>();
        for (const way of ways)
          for (const [step, edge] of way.entries()) {
            onTheWay.set(edgeId(edge), step);
            // a cause was counted with its own event
            if (!causes.has(edge.from)) onTheWay.set(edge.from, step);
          }
        for (const [id, step] of onTheWay) count(id, false, step);
        count(place, event.failed, Math.max(0, ...ways.map((way) => way.length)));
      }
      if (changed.size === 0) return;
      notify(changed);
      for (const listener of totalsListeners) listener();
    },
    acknowledge(id) {
      if (!of(id).hasNewFailure) return;
      activities.set(id, { ...of(id), hasNewFailure: false });
      notify([id]);
    },
    totals: () => totals,
    onTotals(listener) {
      totalsListeners.add(listener);
      return () => void totalsListeners.delete(listener);
    },
  };
}
