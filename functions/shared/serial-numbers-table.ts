import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { ThingType } from '../../contracts/provisioning';
import { parse } from './parse';

/** A device that has left the factory. */
export interface MadeDevice {
  readonly type: ThingType;
  /** What a sensor measures, where the factory knows. */
  readonly kind: string | undefined;
  /** Of the certificate with which it was provisioned; undefined as long as it was not. */
  readonly certificateId: string | undefined;
  /** It was decommissioned, and never comes again. */
  readonly retired: boolean;
}

const Item = z.object({
  type: z.object({ S: ThingType }),
  kind: z.optional(z.object({ S: z.string() })),
  certificateId: z.optional(z.object({ S: z.string() })),
  retiredAt: z.optional(z.object({ N: z.string() })),
});

/**
 * The table `serial-numbers`: one item a device. Whoever makes devices fills it; the hook marks those that came, and
 * `decommission-revoke` those that have gone.
 */
export function serialNumbersTable(client: DynamoDBClient, name: string) {
  return {
    async find(serial: string): Promise<MadeDevice | undefined> {
      const get = new GetItemCommand({ TableName: name, Key: { serial: { S: serial } }, ConsistentRead: true });
      const { Item: item } = await client.send(get);
      if (!item) return undefined;
      const { type, kind, certificateId, retiredAt } = parse(Item, item, `serial number ${serial}`);
      return { type: type.S, kind: kind?.S, certificateId: certificateId?.S, retired: retiredAt !== undefined };
    },

    /**
     * Marks a device as provisioned.
     * @param now ms since the epoch
     * @returns false where it was provisioned with another certificate meanwhile, was retired, or is gone
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
     * Marks a device as decommissioned. What the factory has not made makes no item: nobody lets it in anyhow.
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
