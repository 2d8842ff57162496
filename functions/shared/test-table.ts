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
 */
export async function testTable(name: string, key: string, sort?: string): Promise<TestTable> {
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
      ],
      KeySchema: [
        { AttributeName: key, KeyType: 'HASH' },
        ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' } as const]),
      ],
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
