import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { serialNumbersTable } from './serial-numbers-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
let table: ReturnType<typeof serialNumbersTable>;
beforeAll(async () => {
  database = await testTable('serial-numbers', 'serial');
  table = serialNumbersTable(database.client, 'serial-numbers');
});
afterAll(() => database.close());

const putDevice = (serial: string, type: string, more = {}) =>
  database.client.send(
    new PutItemCommand({ TableName: 'serial-numbers', Item: { serial: { S: serial }, type: { S: type }, ...more } }),
  );

describe('serialNumbersTable', () => {
  test('finds manufactured devices', async () => {
    await putDevice('SENSOR1', 'sensor', { kind: { S: 'temp' } });
    await expect(table.find('SENSOR1')).resolves.toEqual({
      type: 'sensor',
      kind: 'temp',
      certificateId: undefined,
      retired: false,
    });
    await expect(table.find('NOTHERE')).resolves.toBeUndefined();
  });

  test('accepts only the first certificate of a serial number, and accepts the same certificate on a retry', async () => {
    await putDevice('LIGHT1', 'light');
    await expect(table.mark('LIGHT1', 'first', 1)).resolves.toBe(true);
    await expect(table.mark('LIGHT1', 'second', 2)).resolves.toBe(false);
    await expect(table.mark('LIGHT1', 'first', 3)).resolves.toBe(true);
    await expect(table.find('LIGHT1')).resolves.toMatchObject({ certificateId: 'first' });
  });

  test('rejects certificates of a retired device', async () => {
    await putDevice('LIGHT2', 'light');
    await table.retire('LIGHT2', 1);
    await table.retire('LIGHT2', 2);
    await expect(table.find('LIGHT2')).resolves.toMatchObject({ retired: true });
    await expect(table.mark('LIGHT2', 'first', 3)).resolves.toBe(false);
    await table.retire('NOTHERE', 1);
    await expect(table.find('NOTHERE')).resolves.toBeUndefined();
  });

  test('creates no item for an unknown serial number', async () => {
    await expect(table.mark('NOTHERE', 'first', 1)).resolves.toBe(false);
    await expect(table.find('NOTHERE')).resolves.toBeUndefined();
  });

  test('reports the serial number of an invalid item', async () => {
    await putDevice('TOASTER1', '');
    await expect(table.find('TOASTER1')).rejects.toThrow('invalid serial number item TOASTER1: type.S');
  });
});
