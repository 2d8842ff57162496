import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A device that leaves the factory. */
export interface MadeDevice {
  readonly serial: string;
  readonly type: 'light' | 'sensor';
  /** Kind of measurement of a sensor, for example `temp`. */
  readonly kind?: string;
}

/** Maximum number of items per call (API reference, "BatchWriteItem"). */
const itemsPerCall = 25;

/** Registers the serial numbers of devices in the table of the provisioning hook, like the manufacturer does. */
export async function registerSerials(dynamodb: DynamoDBClient, devices: readonly MadeDevice[]): Promise<void> {
  const requests = devices.map(({ serial, type, kind }) => {
    const ofKind = kind === undefined ? {} : { kind: { S: kind } };
    return { PutRequest: { Item: { serial: { S: serial }, type: { S: type }, ...ofKind } } };
  });
  for (let from = 0; from < requests.length; from += itemsPerCall) {
    const RequestItems = { 'serial-numbers': requests.slice(from, from + itemsPerCall) };
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
  }
}
