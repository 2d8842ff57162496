import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { NonEmpty } from '../../contracts/values';
import { parse } from './parse-input';

/** Manufactured device. */
export interface ManufacturedDevice {
  /** Kind of the device; also the name of the template that provisions it. */
  readonly type: string;
  /** Quantity that a sensor measures, if the factory has recorded it. */
  readonly kind: string | undefined;
  /** Id of the certificate that the device received at provisioning; undefined before provisioning. */
  readonly certificateId: string | undefined;
  /** Whether the device was decommissioned. If so, it can never be provisioned again. */
  readonly retired: boolean;
}

const Item = z.object({
  type: z.object({ S: NonEmpty }),
  kind: z.optional(z.object({ S: z.string() })),
  certificateId: z.optional(z.object({ S: z.string() })),
  retiredAt: z.optional(z.object({ N: z.string() })),
});

/**
 * Creates the functions that access the `serial-numbers` table, which has one item per device. The manufacturer fills it,
 * `provisioning-hook` marks devices as provisioned and `decommission-revoke` marks them as retired.
 */
export function serialNumbersTable(client: DynamoDBClient, name: string) {
  return {
    async find(serial: string): Promise<ManufacturedDevice | undefined> {
      const get = new GetItemCommand({ TableName: name, Key: { serial: { S: serial } }, ConsistentRead: true });
      const { Item: item } = await client.send(get);
      if (!item) return undefined;
      const { type, kind, certificateId, retiredAt } = parse(Item, item, `serial number item ${serial}`);
      return { type: type.S, kind: kind?.S, certificateId: certificateId?.S, retired: retiredAt !== undefined };
    },

    /**
     * Marks a device as provisioned.
     * @param now ms since the epoch
     * @returns false if it was provisioned with another certificate, is retired, or does not exist
     */
    async mark(serial: string, certificateId: string, now: number): Promise<boolean> {
      const mark = new UpdateItemCommand({
        TableName: name,
        Key: { serial: { S: serial } },
        UpdateExpression: 'SET certificateId = :certificate, provisionedAt = :now',
        ConditionExpression:
          'attribute_exists(serial) AND attribute_not_exists(retiredAt) AND (attribute_not_exists(certificateId) OR certificateId = :certificate)',
        ExpressionAttributeValues: { ':certificate': { S: certificateId }, ':now': { N: String(now) } },
      });
      try {
        await client.send(mark);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },

    /**
     * Marks a device as decommissioned. Creates no item for unknown serial numbers, because they are rejected anyway.
     * @param now ms since the epoch
     */
    async retire(serial: string, now: number): Promise<void> {
      const retire = new UpdateItemCommand({
        TableName: name,
        Key: { serial: { S: serial } },
        UpdateExpression: 'SET retiredAt = if_not_exists(retiredAt, :now)',
        ConditionExpression: 'attribute_exists(serial)',
        ExpressionAttributeValues: { ':now': { N: String(now) } },
      });
      try {
        await client.send(retire);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
