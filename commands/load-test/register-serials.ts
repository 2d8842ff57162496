import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A device that leaves the factory. */
export interface MadeDevice {
  readonly serial: string;
  readonly type: 'light' | 'sensor';
  /** What a sensor measures. */
  readonly kind?: string;
}

/** BatchWriteItem, API reference. */
const itemsAtOnce = 25;

/** Lets the provisioning hook know them, as the one who makes devices does. */
export async function registerSerials(dynamodb: DynamoDBClient, devices: readonly MadeDevice[]): Promise<void> {
  const requests = devices.map(({ serial, type, kind }) => {
    const ofKind = kind === undefined ? {} : { kind: { S: kind } };
    return { PutRequest: { Item: { serial: { S: serial }, type: { S: type }, ...ofKind } } };
  });
  for (let from = 0; from < requests.length; from += itemsAtOnce) {
    const RequestItems = { 'serial-numbers': requests.slice(from, from + itemsAtOnce) };
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
  }
}
