import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { DeleteData } from './delete-device';
import { partitionDeletion } from './delete-partition';

/**
 * Creates a function that deletes the readings of a sensor and removes the sensor from the rooms in which it took
 * measurements. The rooms keep their totals.
 * @param batches maximum number of batches that one call deletes
 */
export function sensorReadings(
  client: DynamoDBClient,
  tables: { readonly readings: string; readonly rooms: string },
  batches: number,
): DeleteData {
  const deletePartition = partitionDeletion(client, batches);

  const removeFromRoom = async (thing: string, room: string): Promise<void> => {
    const update = new UpdateItemCommand({
      TableName: tables.rooms,
      Key: { room: { S: room } },
      UpdateExpression: 'DELETE things :thing',
      // otherwise DynamoDB would create a missing room
      ConditionExpression: 'attribute_exists(room)',
      ExpressionAttributeValues: { ':thing': { SS: [thing] } },
    });
    try {
      await client.send(update);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };

  return async (thing, { kind }) => {
    if (kind === undefined) return false;
    const done = new Set<string>();
    const readings = {
      table: tables.readings,
      key: 'sensor',
      value: `${thing}/${kind}`,
      sort: 'measuredAt',
      also: 'room',
    };
    return deletePartition(readings, async (items) => {
      const rooms = new Set(items.flatMap(({ room }) => room?.S ?? []));
      for (const room of rooms) if (!done.has(room)) await removeFromRoom(thing, `${room}/${kind}`);
      for (const room of rooms) done.add(room);
    });
  };
}
