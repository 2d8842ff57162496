import { rotationsTable } from './rotations-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
let table: ReturnType<typeof rotationsTable>;
beforeAll(async () => {
  database = await testTable('rotations', 'thing');
  table = rotationsTable(database.client, 'rotations');
});
afterAll(() => database.close());

const waiting = (rotation: string) => ({ rotation, taskToken: `token of ${rotation}`, expiresAt: 1030 });

describe('rotationsTable', () => {
  test('stores the kind of report that a rotation is waiting for, until the rotation ends', async () => {
    await table.begin('light-1', waiting('r1'), 1000);
    await expect(table.find('light-1')).resolves.toEqual({
      ...waiting('r1'),
      waitsFor: 'request',
      certificateId: undefined,
    });
    const expected = { rotation: 'r1', taskToken: 'second', expiresAt: 1060, certificateId: 'new' };
    await table.expectConnection('light-1', expected);
    await expect(table.find('light-1')).resolves.toEqual({ ...expected, waitsFor: 'connection' });
    await table.end('light-1', 'r1');
    await expect(table.find('light-1')).resolves.toBeUndefined();
  });

  test('allows one rotation per thing until the rotation expires, and allows its retries', async () => {
    await table.begin('light-2', waiting('r1'), 1000);
    await table.begin('light-2', waiting('r1'), 1001);
    await expect(table.begin('light-2', waiting('r2'), 1002)).rejects.toThrow(
      'another rotation of light-2 is in progress: wait until it ends',
    );
    await table.begin('light-2', waiting('r2'), 1031);
    await expect(table.find('light-2')).resolves.toMatchObject({ rotation: 'r2' });
  });

  test('prevents an ended rotation from changing the next rotation', async () => {
    await table.begin('light-3', waiting('r2'), 1000);
    const late = { ...waiting('r1'), certificateId: 'new' };
    await expect(table.expectConnection('light-3', late)).rejects.toThrow('rotation r1 of light-3 is over');
    await table.end('light-3', 'r1');
    await expect(table.find('light-3')).resolves.toMatchObject({ rotation: 'r2', waitsFor: 'request' });
  });
});
