import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { RoomTotal } from './total-rooms';

/** Where the sums of a room are kept. */
export interface RoomsTable {
  /**
   * Adds records of a shard, unless the room has counted one of them already.
   * @returns undefined where it added them, else the sequence number up to which the room has counted that shard
   */
  add(total: RoomTotal, shardId: string): Promise<string | undefined>;
}

/** Sequence numbers are compared as text, which is their order only where all are equally long. */
export const comparable = (sequenceNumber: string) => sequenceNumber.padStart(128, '0');

/**
 * The table `rooms`: one item a room (`room/kind`) with count and sum of its measurements, the things that measured there,
 * by which the measurements of a room are found in `readings`, and for each shard how far it has been counted. Kinesis
 * hands records over again where something failed after the table was written: the position keeps them from being counted
 * twice. What comes anew is another record, stored once and counted again: what a device itself sends twice, and what
 * `npm run redrive` puts back although it was counted, because each attempt ended behind this table.
 */
export function roomsTable(client: DynamoDBClient, name: string): RoomsTable {
  const positionOf = async (Key: Record<string, { S: string }>, shardId: string) => {
    const { Item } = await client.send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }));
    return Item?.[shardId]?.S ?? '';
  };
  return {
    async add({ room, kind, count, sum, things, first, last }, shardId) {
      const Key = { room: { S: `${room}/${kind}` } };
      const update = new UpdateItemCommand({
        TableName: name,
        Key,
        UpdateExpression: 'ADD readings :count, #total :sum, things :things SET #shard = :last',
        ConditionExpression: 'attribute_not_exists(#shard) OR #shard < :first',
        ExpressionAttributeNames: { '#shard': shardId, '#total': 'total' },
        ExpressionAttributeValues: {
          ':count': { N: String(count) },
          ':sum': { N: String(sum) },
          ':things': { SS: [...things] },
          ':first': { S: comparable(first) },
          ':last': { S: comparable(last) },
        },
      });
      try {
        await client.send(update);
        return undefined;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return positionOf(Key, shardId);
      }
    },
  };
}
