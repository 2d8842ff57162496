import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface TestTable {
  readonly client: DynamoDBClient;
  close(): void;
}

/**
 * A DynamoDB in memory with one table, for the tests of what talks to it.
 * @param key a text, and with it a number by which items under the same text are sorted
 * @param index by which keys of items are found under another text of theirs
 */
export async function testTable(
  name: string,
  key: string,
  sort?: string,
  index?: { readonly name: string; readonly key: string },
): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('dynalite listens on no port');
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
        ...(sort === undefined ? [] : [{ AttributeName: sort, AttributeType: 'N' } as const]),
        ...(index === undefined ? [] : [{ AttributeName: index.key, AttributeType: 'S' } as const]),
      ],
      KeySchema: [
        { AttributeName: key, KeyType: 'HASH' },
        ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' } as const]),
      ],
      ...(index && {
        GlobalSecondaryIndexes: [
          {
            IndexName: index.name,
            KeySchema: [
              { AttributeName: index.key, KeyType: 'HASH' },
              { AttributeName: key, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    }),
  );
  return {
    client,
    close: () => {
      client.destroy();
      server.close();
    },
  };
}
