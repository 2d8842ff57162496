import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { counted } from '@himeshima/plan-review';
import { sendRepeatedly } from '../platform/send-repeatedly';

/** Manufactured device. */
export interface ManufacturedDevice {
  readonly serial: string;
  readonly type: 'light' | 'sensor';
  /** Quantity that a sensor measures, for example `temp`. */
  readonly kind?: string;
}

/** Maximum number of items per call (API reference, "BatchWriteItem"). */
const itemsPerCall = 25;

const table = 'serial-numbers';

/**
 * Registers the serial numbers of devices in the provisioning hook's table, as a manufacturer does.
 * @throws Error if DynamoDB repeatedly leaves some serial numbers unprocessed
 */
export async function registerSerials(dynamodb: DynamoDBClient, devices: readonly ManufacturedDevice[]): Promise<void> {
  const requests = devices.map(({ serial, type, kind }): WriteRequest => {
    const ofKind = kind === undefined ? {} : { kind: { S: kind } };
    return { PutRequest: { Item: { serial: { S: serial }, type: { S: type }, ...ofKind } } };
  });
  for (let from = 0; from < requests.length; from += itemsPerCall) {
    const left = await sendRepeatedly(requests.slice(from, from + itemsPerCall), async (items) => {
      const RequestItems = { [table]: [...items] };
      const { UnprocessedItems } = await dynamodb.send(new BatchWriteItemCommand({ RequestItems }));
      return UnprocessedItems?.[table] ?? [];
    });
    if (left.length > 0) throw new Error(`${table} did not accept ${counted(left.length, 'item')}: throttled`);
  }
}
