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

interface Tables {
  readonly devicePower: string;
  readonly commands: string;
  readonly rotations: string;
  readonly belongings: string;
  readonly shadowHistory: string;
  readonly readings: string;
  readonly rooms: string;
}

/** Items that lie under one key, sorted by another. */
interface Many {
  readonly table: string;
  readonly key: string;
  readonly value: string;
  readonly sort: string;
  /** What else is read of them. */
  readonly also?: string;
}

type Item = Record<string, AttributeValue>;

/** BatchWriteItem, API reference: 25 items at most. */
const itemsAtOnce = 25;

/**
 * What devices leave in the tables.
 * @param batches how many are deleted before somebody else has to go on
 */
export function deviceData(client: DynamoDBClient, tables: Tables, batches: number) {
  const itemsOf = async ({ table, key, value, sort, also = sort }: Many): Promise<readonly Item[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#key = :value',
        ProjectionExpression: also === sort ? '#key, #sort' : '#key, #sort, #also',
        ExpressionAttributeNames: { '#key': key, '#sort': sort, ...(also !== sort && { '#also': also }) },
        ExpressionAttributeValues: { ':value': { S: value } },
        Limit: itemsAtOnce,
      }),
    );
    return Items;
  };

  /**
   * @param before what is done for items before they are deleted; it may be done again
   * @returns whether some are left after so many batches; what DynamoDB did not process is found again.
   */
  const deleteMany = async (many: Many, before?: (items: readonly Item[]) => Promise<void>): Promise<boolean> => {
    const isKey = ([name]: [string, AttributeValue]) => name === many.key || name === many.sort;
    for (let batch = 0; batch < batches; batch += 1) {
      const items = await itemsOf(many);
      if (items.length === 0) return false;
      await before?.(items);
      const keys = items.map((item) => Object.fromEntries(Object.entries(item).filter(isKey)));
      const RequestItems = { [many.table]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    return true;
  };

  /** The sums of a room stay; the table `rooms` names who measured there. */
  const takeOut = async (thing: string, room: string): Promise<void> => {
    const update = new UpdateItemCommand({
      TableName: tables.rooms,
      Key: { room: { S: room } },
      UpdateExpression: 'DELETE things :thing',
      // a room that is not there would be made
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
    const without = new Set<string>();
    const readings = {
      table: tables.readings,
      key: 'sensor',
      value: `${thing}/${kind}`,
      sort: 'measuredAt',
      also: 'room',
    };
    return deleteMany(readings, async (items) => {
      const rooms = new Set(items.flatMap(({ room }) => room?.S ?? []));
      for (const room of rooms) if (!without.has(room)) await takeOut(thing, `${room}/${kind}`);
      for (const room of rooms) without.add(room);
    });
  };

  return {
    async deleteData(thing: string, kind: string | undefined): Promise<boolean> {
      for (const TableName of [tables.devicePower, tables.rotations])
        await client.send(new DeleteItemCommand({ TableName, Key: { thing: { S: thing } } }));
      const own = { id: { S: belonging.device(thing) } };
      await client.send(new DeleteItemCommand({ TableName: tables.belongings, Key: own }));
      const commands = { table: tables.commands, key: 'thing', value: thing, sort: 'command' };
      if (await deleteMany(commands)) return true;
      const history = { table: tables.shadowHistory, key: 'thing', value: thing, sort: 'version' };
      if (await deleteMany(history)) return true;
      return kind === undefined ? false : deleteReadings(thing, kind);
    },
  };
}
