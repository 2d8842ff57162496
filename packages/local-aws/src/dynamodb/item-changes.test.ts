import { createDynalite, requestsTo } from './dynalite-internals';
import { runTransactions } from './transactions';

const { server, staged, watch, markExpiry } = createDynalite(undefined);
const send = requestsTo(server);
const transact = runTransactions(send, staged);
const call = (operation: string, input: object) =>
  new Promise<string>((resolve) => send(operation, JSON.stringify(input), ({ body }) => resolve(body)));
const TableName = 'accounts';
const key = (id: string) => ({ id: { S: id } });
const item = (id: string, amount: string) => ({ ...key(id), amount: { N: amount } });
const add = (id: string) => ({
  TableName,
  Key: key(id),
  UpdateExpression: 'ADD amount :one',
  ExpressionAttributeValues: { ':one': { N: '1' } },
});

beforeAll(async () => {
  for (const name of [TableName, 'others'])
    await call('CreateTable', {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    });
  for (const name of [TableName, 'others'])
    while ((await call('DescribeTable', { TableName: name })).includes('CREATING'));
  watch(new Set([TableName]));
});

/** Returns the changes since the previous call as `[key, before, after]`. */
const changes = () =>
  staged.takeChanges().map(({ keys, before, after }) => [keys['id'], before?.['amount'], after?.['amount']]);
const change = (id: string, before: string | undefined, after: string | undefined) => [
  { S: id },
  before && { N: before },
  after && { N: after },
];

test('records each write with the item before and after the write', async () => {
  await call('PutItem', { TableName, Item: item('a', '1') });
  await call('UpdateItem', add('a'));
  await call('DeleteItem', { TableName, Key: key('a') });
  await call('PutItem', { TableName: 'others', Item: item('a', '1') });
  expect(changes()).toEqual([change('a', undefined, '1'), change('a', '1', '2'), change('a', '2', undefined)]);
});

test('records each write of a batch, but no failed writes', async () => {
  const requests = ['b', 'c'].map((id) => ({ PutRequest: { Item: item(id, '1') } }));
  await call('BatchWriteItem', { RequestItems: { [TableName]: requests } });
  await call('PutItem', { TableName, Item: item('b', '2'), ConditionExpression: 'attribute_not_exists(id)' });
  await call('PutItem', { TableName, Item: {} });
  expect(changes()).toEqual([change('b', undefined, '1'), change('c', undefined, '1')]);
});

test('records the writes of a transaction only if it succeeds, and never records condition checks', async () => {
  const run = (...TransactItems: object[]) => transact('TransactWriteItems', JSON.stringify({ TransactItems }));
  await call('PutItem', { TableName, Item: item('d', '1') });
  changes();
  const check = { TableName, Key: key('d'), ConditionExpression: 'attribute_exists(id)' };
  await run({ ConditionCheck: check }, { Put: { TableName, Item: item('e', '1') } });
  expect(changes()).toEqual([change('e', undefined, '1')]);
  const failing = { ...check, Key: key('none') };
  expect((await run({ Update: add('e') }, { ConditionCheck: failing })).status).toBe(400);
  expect(changes()).toEqual([]);
});

test('the deletion of an expired item is marked', async () => {
  await call('PutItem', { TableName, Item: item('f', '1') });
  markExpiry(true);
  await call('DeleteItem', { TableName, Key: key('f') });
  markExpiry(false);
  expect(staged.takeChanges().map(({ isExpiry }) => isExpiry)).toEqual([false, true]);
});
