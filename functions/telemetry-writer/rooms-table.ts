import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { RoomTotal } from './total-rooms';

/** Storage of room totals. */
export interface RoomsTable {
  /**
   * Adds records from a shard to a room's totals, unless some of them have already been counted.
   * @returns undefined if the records were added, otherwise the sequence number of the last counted record
   */
  add(total: RoomTotal, shardId: string): Promise<string | undefined>;
}

/** Pads a sequence number to a fixed length, so the strings sort in numeric order. */
export const comparable = (sequenceNumber: string) => sequenceNumber.padStart(128, '0');

/**
 * Creates the functions that access the `rooms` table, which has one item per room and kind (`room/kind`). An item
 * contains the count and sum of the measurements, the things that took measurements in the room (for queries in
 * `readings`), and the position up to which each shard was counted. If a batch fails after a write to this table, Kinesis delivers the
 * records again, and the position prevents counting them twice. Duplicates in separate records are stored once but
 * counted twice: measurements that a device sends twice, and records that `npm run redrive` resends although they were
 * counted before their batch failed.
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
