import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { TelemetryRecord } from '../../contracts/telemetry';
import { type TestTable, testTable } from '../shared/test-table';
import { readingsTable } from './readings-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('readings', 'sensor', 'measuredAt');
});
afterEach(() => database.close());

const newMeasurement = (at: number, value = 21.5): TelemetryRecord => ({
  v: 1,
  at: 1_800_000_000_000 + at,
  value,
  thing: 'sensor-1',
  kind: 'temp',
  room: 'room1',
  receivedAt: 1_800_000_000_500,
  traceId: 'trace',
});

const items = async () => (await database.client.send(new ScanCommand({ TableName: 'readings' }))).Items ?? [];

describe('readingsTable', () => {
  test('stores a measurement under its sensor and device time', async () => {
    await readingsTable(database.client, 'readings', () => 1_800_000_001_000).store([newMeasurement(1)]);
    expect(await items()).toEqual([
      {
        sensor: { S: 'sensor-1/temp' },
        measuredAt: { N: '1800000000001' },
        room: { S: 'room1' },
        value: { N: '21.5' },
        receivedAt: { N: '1800000000500' },
        traceId: { S: 'trace' },
        storedAt: { N: '1800000001000' },
        v: { N: '1' },
      },
    ]);
  });

  test('stores more measurements than fit into one call, and duplicates only once', async () => {
    const table = readingsTable(database.client, 'readings', () => 1_800_000_001_000);
    const many = Array.from({ length: 60 }, (_, at) => newMeasurement(at));
    await table.store([...many, ...many.slice(0, 10)]);
    await table.store(many.slice(30));
    expect(await items()).toHaveLength(60);
  });

  test('fails if the table does not exist', async () => {
    await expect(readingsTable(database.client, 'nowhere', Date.now).store([newMeasurement(1)])).rejects.toThrow(
      'not found',
    );
  });
});
