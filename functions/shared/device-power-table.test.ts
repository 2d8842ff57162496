import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { fc, test as law } from '@fast-check/jest';
import { devicePowerTable } from './device-power-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
beforeAll(async () => {
  database = await testTable('device-power', 'thing');
});
afterAll(() => database.close());

let count = 0;
function light() {
  count += 1;
  const thing = `light-${count}`;
  const table = devicePowerTable(database.client, 'device-power');
  const report = (at: number) => ({ thing, at, traceId: `trace-${at}` });
  return {
    on: (at: number) => table.isOn(report(at)),
    off: (at: number) => table.isOff(report(at)),
    async item() {
      const get = new GetItemCommand({ TableName: 'device-power', Key: { thing: { S: thing } } });
      const { Item = {} } = await database.client.send(get);
      return { power: Item['power']?.BOOL, since: Item['since']?.N, traceId: Item['traceId']?.S };
    },
  };
}

describe('devicePowerTable', () => {
  test('keeps the time of the first "on" report when more "on" reports follow', async () => {
    const { on, item } = light();
    expect([await on(1000), await on(2000), await on(3000)]).toEqual(['changed', 'unchanged', 'unchanged']);
    expect(await item()).toEqual({ power: true, since: '1000', traceId: 'trace-3000' });
  });

  test('starts a new on-period after an "off" report', async () => {
    const { on, off, item } = light();
    expect([await on(1000), await off(2000)]).toEqual(['changed', 'changed']);
    expect(await item()).toEqual({ power: false, since: undefined, traceId: 'trace-2000' });
    expect(await on(3000)).toBe('changed');
    expect(await item()).toMatchObject({ power: true, since: '3000' });
  });

  test('ignores late and duplicate reports', async () => {
    const { on, off, item } = light();
    await on(1000);
    await on(3000);
    const before = await item();
    expect([await off(2000), await on(3000), await on(500)]).toEqual(['late', 'late', 'late']);
    expect(await item()).toEqual(before);
  });

  law.prop(
    [fc.uniqueArray(fc.tuple(fc.nat(1000), fc.boolean()), { minLength: 1, maxLength: 6, selector: ([at]) => at })],
    {
      numRuns: 25,
    },
  )('stores the state from the newest report, regardless of the order of arrival', async (reports) => {
    const { on, off, item } = light();
    for (const [at, power] of reports) await (power ? on(at) : off(at));
    const [, newest] = reports.toSorted(([a], [b]) => b - a)[0] ?? [];
    expect((await item()).power).toBe(newest);
  });
});
