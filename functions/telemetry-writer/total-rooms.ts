import type { TelemetryRecord } from '../../contracts/telemetry';

/** Measurement and its position in the shard. */
export interface PositionedMeasurement {
  readonly sequenceNumber: string;
  readonly measurement: TelemetryRecord;
}

/** Totals of the records from one shard for one kind of measurement in one room. */
export interface RoomTotal {
  readonly room: string;
  readonly kind: string;
  readonly count: number;
  readonly sum: number;
  /** Distinct things that sent measurements. */
  readonly things: readonly string[];
  /** Sequence number of the first record. */
  readonly first: string;
  readonly last: string;
}

/** Groups records by room and kind, in order of first appearance. */
export function byRoom(records: readonly PositionedMeasurement[]): readonly (readonly PositionedMeasurement[])[] {
  const rooms = new Map<string, PositionedMeasurement[]>();
  for (const record of records) {
    const key = `${record.measurement.room}/${record.measurement.kind}`;
    rooms.set(key, [...(rooms.get(key) ?? []), record]);
  }
  return [...rooms.values()];
}

/** Adds up records of one room and kind. @returns undefined for an empty list */
export function totalOf(records: readonly PositionedMeasurement[]): RoomTotal | undefined {
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
