import { bySubject } from '../../contracts/live-messages';
import { type Subscriptions, subscriptionsTable } from './subscriptions-table';
import { type TestTable, testTable } from './test-table';

let database: TestTable;
let table: Subscriptions;
beforeAll(async () => {
  const index = { name: bySubject, key: 'subject', holds: ['person', 'expiresAt'] };
  database = await testTable('live-subscriptions', 'connection', { text: 'subject' }, index);
  table = subscriptionsTable(database.client, 'live-subscriptions');
});
afterAll(() => database.close());

const ann = { connection: 'a', person: 'ann', expiresAt: 1030 };

describe('subscriptionsTable', () => {
  test('finds the subscribers of a subject until they unsubscribe or disconnect', async () => {
    const bob = { connection: 'b', person: 'bob', expiresAt: 2030 };
    await table.add(ann, 'thing/light-1');
    await table.add(ann, 'room/room1');
    await table.add(bob, 'thing/light-1');
    await expect(table.listenersTo('thing/light-1')).resolves.toEqual(expect.arrayContaining([ann, bob]));
    await expect(table.listenersTo('room/room1')).resolves.toEqual([ann]);
    await table.remove('b', 'thing/light-1');
    await expect(table.listenersTo('thing/light-1')).resolves.toEqual([ann]);
    await table.forget('a');
    await expect(table.listenersTo('thing/light-1')).resolves.toEqual([]);
    await expect(table.listenersTo('room/room1')).resolves.toEqual([]);
  });

  test('deletes more subscriptions than fit into one batch', async () => {
    const subjects = Array.from({ length: 26 }, (_, index) => `thing/light-${index + 10}`);
    for (const subject of subjects) await table.add(ann, subject);
    await expect(table.subjectsOf('a')).resolves.toEqual(subjects);
    await table.forget('a');
    await expect(table.subjectsOf('a')).resolves.toEqual([]);
  });

  test('ignores unknown connections and subscriptions', async () => {
    await table.remove('missing', 'thing/light-1');
    await table.forget('missing');
    await expect(table.subjectsOf('missing')).resolves.toEqual([]);
  });
});
