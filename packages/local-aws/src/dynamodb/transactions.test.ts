import { fc, test as property } from '@fast-check/jest';
import * as z from 'zod';
import { createDynalite, requestsTo } from './dynalite-internals';
import { runTransactions } from './transactions';

const { server, staged } = createDynalite(undefined);
const send = requestsTo(server);
const transact = runTransactions(send, staged);
const call = (operation: string, request: object) =>
  new Promise<{ status: number; body: Record<string, unknown> }>((resolve) =>
    send(operation, JSON.stringify(request), ({ status, body }) => resolve({ status, body: JSON.parse(body) })),
  );
const transaction = async (operation: 'TransactWriteItems' | 'TransactGetItems', TransactItems: unknown, more = {}) => {
  const { status, body } = await transact(operation, JSON.stringify({ TransactItems, ...more }));
  return { status, body: JSON.parse(body) };
};

const TableName = 'accounts';
const key = (id: string) => ({ id: { S: id } });
const put = (id: string, more: object = {}) => ({ Put: { TableName, Item: { ...key(id), ...more } } });
const add = (id: string, amount: number, more: object = {}) => ({
  Update: {
    TableName,
    Key: key(id),
    UpdateExpression: 'SET amount = amount + :a',
    ExpressionAttributeValues: { ':a': { N: String(amount) } },
    ...more,
  },
});
const Items = z.array(z.object({ id: z.object({ S: z.string() }), amount: z.object({ N: z.string() }).optional() }));
const itemsIn = async () => {
  const { body } = await call('Scan', { TableName });
  return new Map(Items.parse(body['Items']).map(({ id, amount }) => [id.S, Number(amount?.N)]));
};
const byOwner = async (owner: string) =>
  (
    await call('Query', {
      TableName,
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: owner } },
    })
  ).body['Count'];

beforeAll(async () => {
  await call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['id', 'owner'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byOwner',
        KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  while (JSON.stringify((await call('DescribeTable', { TableName })).body).includes('CREATING'));
});
beforeEach(async () => {
  for (const id of (await itemsIn()).keys()) await call('DeleteItem', { TableName, Key: key(id) });
});

describe('TransactWriteItems', () => {
  test('writes, updates and deletes items with their index entries', async () => {
    await call('PutItem', { TableName, Item: { ...key('old'), owner: { S: 'mei' } } });
    await call('PutItem', { TableName, Item: { ...key('a'), amount: { N: '5' } } });
    const writes = [put('new', { owner: { S: 'ada' } }), add('a', 2), { Delete: { TableName, Key: key('old') } }];
    expect(await transaction('TransactWriteItems', writes)).toEqual({ status: 200, body: {} });
    expect([...(await itemsIn()).keys()].sort()).toEqual(['a', 'new']);
    expect([await byOwner('ada'), await byOwner('mei')]).toEqual([1, 0]);
  });

  test('writes nothing if a condition fails, and lists the reason for each part', async () => {
    await call('PutItem', { TableName, Item: { ...key('a'), amount: { N: '5' } } });
    const failing = add('a', -9, {
      ConditionExpression: 'amount >= :min',
      ExpressionAttributeValues: { ':a': { N: '-9' }, ':min': { N: '9' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    expect(await transaction('TransactWriteItems', [put('b', { owner: { S: 'mei' } }), failing])).toEqual({
      status: 400,
      body: {
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message:
          'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]',
        CancellationReasons: [
          { Code: 'None' },
          {
            Code: 'ConditionalCheckFailed',
            Message: 'The conditional request failed',
            Item: { ...key('a'), amount: { N: '5' } },
          },
        ],
      },
    });
    expect(await itemsIn()).toEqual(new Map([['a', 5]]));
    expect(await byOwner('mei')).toBe(0);
  });

  test('checks a condition without changing the item', async () => {
    await call('PutItem', { TableName, Item: { ...key('a'), amount: { N: '5' } } });
    const check = (ConditionExpression: string, id = 'a') => ({
      ConditionCheck: { TableName, Key: key(id), ConditionExpression },
    });
    expect(await transaction('TransactWriteItems', [check('attribute_exists(amount)'), put('b')])).toMatchObject({
      status: 200,
    });
    expect(await transaction('TransactWriteItems', [check('attribute_exists(id)', 'c'), put('d')])).toMatchObject({
      body: { CancellationReasons: [{ Code: 'ConditionalCheckFailed' }, { Code: 'None' }] },
    });
    expect([...(await itemsIn()).keys()].sort()).toEqual(['a', 'b']);
  });

  test('lists an update of a missing attribute as a cancellation reason', async () => {
    expect(await transaction('TransactWriteItems', [add('missing', 1)])).toMatchObject({
      status: 400,
      body: {
        CancellationReasons: [
          { Code: 'ValidationError', Message: expect.stringContaining('does not exist in the item') },
        ],
      },
    });
  });

  test.each([
    ['no parts', [], /Member must have length greater than or equal to 1$/],
    [
      '101 parts',
      Array.from({ length: 101 }, (_, at) => put(`x${at}`)),
      /Member must have length less than or equal to 100$/,
    ],
    ['a part without an action', [{}], /^TransactItems can only contain one of Check, Put, Update or Delete$/],
    ['a part with two actions', [{ ...put('a'), ...add('b', 1) }], /^TransactItems can only contain one of/],
    [
      'two parts for one item',
      [put('a'), add('a', 1)],
      /^Transaction request cannot include multiple operations on one item$/,
    ],
    [
      'an invalid expression',
      [put('a'), add('b', 1, { UpdateExpression: 'SET' })],
      /^Invalid UpdateExpression: Syntax error/,
    ],
  ])('rejects %s, and writes nothing', async (_, parts, message) => {
    expect(await transaction('TransactWriteItems', parts)).toEqual({
      status: 400,
      body: { __type: expect.stringContaining('#ValidationException'), message: expect.stringMatching(message) },
    });
    expect((await itemsIn()).size).toBe(0);
  });

  test('rejects a missing table', async () =>
    expect(
      await transaction('TransactWriteItems', [put('a'), { Put: { TableName: 'none', Item: key('a') } }]),
    ).toMatchObject({
      body: { __type: expect.stringContaining('#ResourceNotFoundException') },
    }));

  test('a transaction consumes twice the capacity of its writes', async () => {
    const { body } = await transaction('TransactWriteItems', [put('a'), put('b')], { ReturnConsumedCapacity: 'TOTAL' });
    expect(body.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 4, WriteCapacityUnits: 4 }]);
  });

  property.prop(
    [fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 })), { maxLength: 8 })],
    {
      numRuns: 20,
    },
  )('keeps the sum of amounts in transfers that may fail', async (transfers) => {
    for (let at = 0; at < 4; at += 1)
      await call('PutItem', { TableName, Item: { ...key(`${at}`), amount: { N: '10' } } });
    for (const [from, to, amount] of transfers) {
      const enough = {
        ConditionExpression: 'amount >= :min',
        ExpressionAttributeValues: { ':a': { N: `${-amount}` }, ':min': { N: `${amount}` } },
      };
      await transaction('TransactWriteItems', [add(`${from}`, -amount, enough), add(`${to}`, amount)]);
    }
    const amounts = [...(await itemsIn()).values()];
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(40);
    expect(Math.min(...amounts)).toBeGreaterThanOrEqual(0);
  });
});

describe('TransactGetItems', () => {
  test('returns the items in the order of the request, and consumes twice the capacity', async () => {
    await call('PutItem', { TableName, Item: { ...key('a'), amount: { N: '5' } } });
    const get = (id: string) => ({ Get: { TableName, Key: key(id), ProjectionExpression: 'amount' } });
    expect(
      await transaction('TransactGetItems', [get('missing'), get('a')], { ReturnConsumedCapacity: 'TOTAL' }),
    ).toEqual({
      status: 200,
      body: {
        Responses: [{}, { Item: { amount: { N: '5' } } }],
        ConsumedCapacity: [{ TableName, CapacityUnits: 4, ReadCapacityUnits: 4 }],
      },
    });
  });

  test('TransactGetItems rejects a part other than Get', async () =>
    expect(await transaction('TransactGetItems', [put('a')])).toMatchObject({
      status: 400,
      body: { message: 'TransactItems can only contain Get' },
    }));
});
