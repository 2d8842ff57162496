import { once } from 'node:events';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface TestTable {
  readonly client: DynamoDBClient;
  close(): void;
}

/**
 * A DynamoDB in memory with one table, for the tests of what talks to it.
 * @param key a text
 * @param sort by which items under the same text are sorted: a number, unless it says that it is a text
 * @param index by which keys of items are found under another text of theirs, and what it holds beside them
 */
export async function testTable(
  name: string,
  key: string,
  sort?: string | { readonly text: string },
  index?: { readonly name: string; readonly key: string; readonly holds?: readonly string[] },
): Promise<TestTable> {
  const sorted =
    typeof sort === 'object'
      ? { name: sort.text, type: 'S' as const }
      : sort === undefined
        ? undefined
        : { name: sort, type: 'N' as const };
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
        ...(sorted ? [{ AttributeName: sorted.name, AttributeType: sorted.type }] : []),
        ...(index === undefined || index.key === sorted?.name
          ? []
          : [{ AttributeName: index.key, AttributeType: 'S' } as const]),
      ],
      KeySchema: [
        { AttributeName: key, KeyType: 'HASH' },
        ...(sorted ? [{ AttributeName: sorted.name, KeyType: 'RANGE' } as const] : []),
      ],
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
  return {
    client,
    close: () => {
      client.destroy();
      server.close();
    },
  };
}
