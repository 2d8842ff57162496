import {
  type AttributeValue,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { belonging } from '../../contracts/belongings';
import { sortKeys } from '../../contracts/bindings';

interface Tables {
  readonly belongings: string;
  readonly readings: string;
  readonly rooms: string;
  /** Names of the tables whose key is the thing, by id. */
  readonly ofThings: Readonly<Record<string, string>>;
}

/** All items with the same partition key. */
interface Partition {
  readonly table: string;
  readonly key: string;
  readonly value: string;
  readonly sort: string;
  /** Additional attribute to read. */
  readonly also?: string;
}

type Item = Record<string, AttributeValue>;

/** Maximum number of items in a BatchWriteItem (DynamoDB API reference). */
const maxBatchSize = 25;

/**
 * Creates functions that delete a device's data in all tables.
 * @param batches maximum number of batches that one call deletes from each table
 */
export function deviceData(client: DynamoDBClient, tables: Tables, batches: number) {
  const itemsOf = async ({ table, key, value, sort, also = sort }: Partition): Promise<readonly Item[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#key = :value',
        ProjectionExpression: also === sort ? '#key, #sort' : '#key, #sort, #also',
        ExpressionAttributeNames: { '#key': key, '#sort': sort, ...(also !== sort && { '#also': also }) },
        ExpressionAttributeValues: { ':value': { S: value } },
        Limit: maxBatchSize,
      }),
    );
    return Items;
  };

  /**
   * Deletes the items of a partition in batches. Items that DynamoDB did not process are found again by the next query.
   * @param before called with the items before they are deleted, possibly more than once
   * @returns whether items are left
   */
  const deletePartition = async (
    partition: Partition,
    before?: (items: readonly Item[]) => Promise<void>,
  ): Promise<boolean> => {
    const isKey = ([name]: [string, AttributeValue]) => name === partition.key || name === partition.sort;
    for (let batch = 0; batch < batches; batch += 1) {
      const items = await itemsOf(partition);
      if (items.length === 0) return false;
      await before?.(items);
      const keys = items.map((item) => Object.fromEntries(Object.entries(item).filter(isKey)));
      const RequestItems = { [partition.table]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    return true;
  };

  /** Removes a thing from a room. The totals of the room stay. */
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

  const deleteReadings = (thing: string, kind: string): Promise<boolean> => {
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

  return {
    async deleteData(thing: string, kind: string | undefined): Promise<boolean> {
      const own = { id: { S: belonging.device(thing) } };
      await client.send(new DeleteItemCommand({ TableName: tables.belongings, Key: own }));
      for (const [id, table] of Object.entries(tables.ofThings)) {
        const sort = sortKeys[id];
        if (sort === undefined)
          await client.send(new DeleteItemCommand({ TableName: table, Key: { thing: { S: thing } } }));
        else if (await deletePartition({ table, key: 'thing', value: thing, sort })) return true;
      }
      return kind === undefined ? false : deleteReadings(thing, kind);
    },
  };
}
