import { belonging, byOwner } from '../../contracts/belongings';
import { belongingsTable } from './belongings-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
beforeEach(async () => {
  database = await testTable('belongings', 'id', undefined, { name: byOwner, key: 'owner' });
});
afterEach(() => database.close());

const table = () => belongingsTable(database.client, 'belongings');
const give = async (owner: string, ...things: string[]) => {
  for (const thing of things) await table().give(owner, belonging.device(thing));
};

describe('belongingsTable', () => {
  test('assigns a device to one owner until it is assigned to another owner', async () => {
    await give('ann', 'light-1');
    const isOf = (owner: string) => table().isOf(owner, belonging.device('light-1'));
    expect([await isOf('ann'), await isOf('bob')]).toEqual([true, false]);
    await give('bob', 'light-1');
    expect([await isOf('ann'), await isOf('bob')]).toEqual([false, true]);
    expect(await table().isOf('ann', belonging.device('light-2'))).toBe(false);
    const ownerOf = (thing: string) => table().ownerOf(belonging.device(thing));
    expect([await ownerOf('light-1'), await ownerOf('light-2')]).toEqual(['bob', undefined]);
  });

  test("lists the devices of an owner in order of name, without rooms and without other owners' devices", async () => {
    await give('ann', 'light-3', 'light-1', 'light-2');
    await give('bob', 'light-0');
    await table().give('ann', belonging.room('a'));
    expect(await table().devicesOf('ann', { after: undefined, limit: 50 })).toEqual({
      things: ['light-1', 'light-2', 'light-3'],
      last: undefined,
    });
  });

  test('pages consistently while devices are added and removed', async () => {
    await give('ann', 'light-2', 'light-4', 'light-6');
    const first = await table().devicesOf('ann', { after: undefined, limit: 2 });
    expect(first).toEqual({ things: ['light-2', 'light-4'], last: 'light-4' });
    await give('ann', 'light-1', 'light-3');
    await give('bob', 'light-4');
    const { things } = await table().devicesOf('ann', { after: first.last, limit: 2 });
    expect(things).toEqual(['light-6']);
  });

  test("lists only the caller's devices, even from another owner's page position", async () => {
    await give('ann', 'light-1', 'light-3');
    await give('bob', 'light-2');
    expect((await table().devicesOf('bob', { after: 'light-1', limit: 5 })).things).toEqual(['light-2']);
  });
});
