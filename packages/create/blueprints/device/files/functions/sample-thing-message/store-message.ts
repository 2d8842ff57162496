import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SampleThingEvent } from '../../contracts/sample-thing';

interface MessagesTable {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
}

/** Stores a message. A duplicate delivery is stored once, because the message's time is part of the key. */
export async function storeMessage(message: SampleThingEvent, { client, table }: MessagesTable) {
  const { thing, at } = message;
  const item = { thing: { S: thing }, at: { N: String(at) } };
  await client.send(new PutItemCommand({ TableName: table, Item: item }));
}
