import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ReceivedReading } from '../../contracts/meter';

interface ReadingsTable {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
}

/** Stores a reading. A duplicate delivery is stored once, because the message's time is part of the key. */
export async function storeReading({ thing, at, value }: ReceivedReading, { client, table }: ReadingsTable) {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: { thing: { S: thing }, at: { N: String(at) }, value: { N: String(value) } },
    }),
  );
}
