import type { TelemetryRecord } from '../../contracts/telemetry';

/** A measurement, and where it stood in its shard. */
export interface Placed {
  readonly sequenceNumber: string;
  readonly measurement: TelemetryRecord;
}

/** What some records of a shard add to one kind of measurement in one room. */
export interface RoomTotal {
  readonly room: string;
  readonly kind: string;
  readonly count: number;
  readonly sum: number;
  /** Who measured, each once. */
  readonly things: readonly string[];
  /** Sequence numbers. */
  readonly first: string;
  readonly last: string;
}

/** The records of each room and kind, in the order in which they first appear. */
export function byRoom(records: readonly Placed[]): readonly (readonly Placed[])[] {
  const rooms = new Map<string, Placed[]>();
  for (const record of records) {
    const key = `${record.measurement.room}/${record.measurement.kind}`;
    rooms.set(key, [...(rooms.get(key) ?? []), record]);
  }
  return [...rooms.values()];
}

/** @returns undefined for no records */
export function totalOf(records: readonly Placed[]): RoomTotal | undefined {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const { room, kind } = first.measurement;
  return {
    room,
    kind,
    count: records.length,
    sum: records.reduce((sum, { measurement }) => sum + measurement.value, 0),
    things: [...new Set(records.map(({ measurement }) => measurement.thing))],
    first: first.sequenceNumber,
    last: last.sequenceNumber,
  };
}
