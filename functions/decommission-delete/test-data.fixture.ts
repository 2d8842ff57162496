import {
  CreateTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

/** Creates the functions that the tests use to fill and read tables. */
export function testData(client: () => DynamoDBClient) {
  return {
    async create(TableName: string, key: string, sort?: string, sorted: 'S' | 'N' = 'N'): Promise<void> {
      const text = { AttributeName: key, AttributeType: 'S' } as const;
      const number = { AttributeName: sort, AttributeType: sorted } as const;
      await client().send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: sort === undefined ? [text] : [text, number],
          KeySchema: [
            { AttributeName: key, KeyType: 'HASH' },
            ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' } as const]),
          ],
        }),
      );
    },
    put: (TableName: string, Item: PutItemCommandInput['Item']) =>
      client().send(new PutItemCommand({ TableName, Item })),
    counted: async (TableName: string) => (await client().send(new ScanCommand({ TableName, Select: 'COUNT' }))).Count,
  };
}
