import { fc, test as law } from '@fast-check/jest';
import type { TelemetryRecord } from '../../contracts/telemetry';
import type { RoomTotal } from './total-rooms';
import { writeTelemetry } from './write-telemetry';

const measurement = { v: 1, value: 20, thing: 'sensor-1', kind: 'temp', room: 'room1', receivedAt: 1, traceId: 't' };

const recordOf = (sequence: number, content: unknown = { ...measurement, at: 1_800_000_000_000 + sequence }) => ({
  sequenceNumber: String(1000 + sequence),
  data: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64'),
});

/** Creates in-memory tables with the semantics of the DynamoDB tables. */
function memoryTables() {
  const stored = new Set<string>();
  const rooms = new Map<string, { count: number; sum: number; position: string }>();
  const failed: string[] = [];
  return {
    stored,
    rooms,
    failed,
    by: {
      readings: {
        store: async (records: readonly TelemetryRecord[]) => {
          for (const { thing, kind, at } of records) stored.add(`${thing}/${kind}/${at}`);
        },
      },
      rooms: {
        add: async ({ room, count, sum, first, last }: RoomTotal) => {
          const known = rooms.get(room) ?? { count: 0, sum: 0, position: '' };
          if (known.position >= first) return known.position;
          rooms.set(room, { count: known.count + count, sum: known.sum + sum, position: last });
          return undefined;
        },
      },
      failed: (sequenceNumber: string, error: unknown) => void failed.push(`${sequenceNumber} ${String(error)}`),
    },
  };
}

const write = (records: ReturnType<typeof recordOf>[], tables = memoryTables()) =>
  writeTelemetry({ shardId: 'shardId-000000000000', records }, tables.by);

describe('writeTelemetry', () => {
  test("stores a batch and adds the measurements to the room's totals", async () => {
    const tables = memoryTables();
    expect(await write([recordOf(1), recordOf(2)], tables)).toEqual({ stored: 2, failed: undefined });
    expect(tables.rooms.get('room1')).toEqual({ count: 2, sum: 40, position: '1002' });
  });

  test.each([
    ['that is not JSON', 'not json'],
    ['of an unknown version', { ...measurement, v: 9, at: 1_800_000_000_000 }],
    ['with a time in seconds', { ...measurement, at: 1_800_000_000 }],
    ['with a string value', { ...measurement, at: 1_800_000_000_000, value: '20' }],
    ['with a wildcard as the room', { ...measurement, at: 1_800_000_000_000, room: '+' }],
  ])('stores the records that precede a record %s, and reports that record', async (_, poison) => {
    const tables = memoryTables();
    const records = [recordOf(1), recordOf(2, poison), recordOf(3)];
    expect(await write(records, tables)).toEqual({ stored: 1, failed: '1002' });
    expect(tables.stored.size).toBe(1);
    expect(tables.failed).toEqual([expect.stringMatching(/^1002 /)]);
  });

  test('stores nothing if the first record is invalid', async () => {
    expect(await write([recordOf(1, 'not json'), recordOf(2)])).toEqual({ stored: 0, failed: '1001' });
  });

  test('fails the whole batch if a table write fails', async () => {
    const { by } = memoryTables();
    const readings = { store: () => Promise.reject(new Error('throttled')) };
    const batch = { shardId: 's', records: [recordOf(1)] };
    await expect(writeTelemetry(batch, { ...by, readings })).rejects.toThrow('throttled');
  });

  law.prop([fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 8 })])(
    'stores and counts records once, regardless of redeliveries',
    async (redeliveries) => {
      const tables = memoryTables();
      const records = Array.from({ length: 20 }, (_, at) => recordOf(at));
      let reached = 0;
      // Kinesis may redeliver unconfirmed records, but never skips a record
      for (const [from, to] of redeliveries) {
        const end = Math.max(from, to) + 1;
        await write(records.slice(Math.min(from, reached), end), tables);
        reached = Math.max(reached, end);
      }
      await write(records.slice(Math.min(reached, 19)), tables);
      expect(tables.stored.size).toBe(20);
      expect(tables.rooms.get('room1')).toEqual({ count: 20, sum: 400, position: '1019' });
    },
  );
});
