import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ReceivedMeasurement } from '../../contracts/sensor';

interface MeasurementsTable {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
}

/** Stores a measurement. A duplicate delivery is stored once, because the measurement's time is part of the key. */
export async function storeMeasurement(measurement: ReceivedMeasurement, { client, table }: MeasurementsTable) {
  const { thing, at, room, value } = measurement;
  const item = { thing: { S: thing }, at: { N: String(at) }, room: { S: room }, value: { N: String(value) } };
  await client.send(new PutItemCommand({ TableName: table, Item: item }));
}
