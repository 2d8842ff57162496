import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface TestTable {
  readonly client: DynamoDBClient;
  close(): void;
}

/**
 * Starts an in-memory DynamoDB with one table, for tests.
 * @param key name of the partition key, a string attribute
 * @param sort sort key: the name of a number attribute, or a string attribute with an optional local index sorted by a number attribute
 * @param index global secondary index on another string attribute, optionally with additional attributes
 */
export async function testTable(
  name: string,
  key: string,
  sort?: string | { readonly text: string; readonly order?: { readonly name: string; readonly number: string } },
  index?: { readonly name: string; readonly key: string; readonly holds?: readonly string[] },
): Promise<TestTable> {
  const order = typeof sort === 'object' ? sort.order : undefined;
  const range = typeof sort === 'object' ? sort.text : sort;
  const rangeType = typeof sort === 'object' ? 'S' : 'N';
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite is not listening on a port');
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${address.port}`,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: key, AttributeType: 'S' },
        ...(range === undefined ? [] : [{ AttributeName: range, AttributeType: rangeType } as const]),
        ...(order === undefined ? [] : [{ AttributeName: order.number, AttributeType: 'N' } as const]),
        ...(index === undefined || index.key === range
          ? []
          : [{ AttributeName: index.key, AttributeType: 'S' } as const]),
      ],
      KeySchema: [
        { AttributeName: key, KeyType: 'HASH' },
        ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' } as const]),
      ],
      ...(order && {
        LocalSecondaryIndexes: [
          {
            IndexName: order.name,
            KeySchema: [
              { AttributeName: key, KeyType: 'HASH' },
              { AttributeName: order.number, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
      ...(index && {
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: [
              { AttributeName: index.key, KeyType: 'HASH' },
              { AttributeName: key, KeyType: 'RANGE' },
            ],
            Projection: index.holds
              ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.holds] }
              : { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    }),
  );
  // dynalite answers before the table is active
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.01, maxDelay: 0.1 }, { TableName: name });
  return {
    client,
    close: () => {
      client.destroy();
      server.close();
    },
  };
}
