import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { belonging } from '../../contracts/belongings';

interface Tables {
  readonly devicePower: string;
  readonly commands: string;
  readonly rotations: string;
  readonly belongings: string;
  readonly shadowHistory: string;
  readonly readings: string;
}

/** Items that lie under one key, sorted by another. */
interface Many {
  readonly table: string;
  readonly key: string;
  readonly value: string;
  readonly sort: string;
}

/** BatchWriteItem, API reference: 25 items at most. */
const itemsAtOnce = 25;

/**
 * What devices leave in the tables.
 * @param batches how many are deleted before somebody else has to go on
 */
export function deviceData(client: DynamoDBClient, tables: Tables, batches: number) {
  const keysOf = async ({ table, key, value, sort }: Many): Promise<Record<string, AttributeValue>[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#key = :value',
        ProjectionExpression: '#key, #sort',
        ExpressionAttributeNames: { '#key': key, '#sort': sort },
        ExpressionAttributeValues: { ':value': { S: value } },
        Limit: itemsAtOnce,
      }),
    );
    return Items;
  };

  /** @returns whether some are left after so many batches; what DynamoDB did not process is found again. */
  const deleteMany = async (many: Many): Promise<boolean> => {
    for (let batch = 0; batch < batches; batch += 1) {
      const keys = await keysOf(many);
      if (keys.length === 0) return false;
      const RequestItems = { [many.table]: keys.map((Key) => ({ DeleteRequest: { Key } })) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
    return true;
  };

  return {
    async deleteData(thing: string, sensor: string | undefined): Promise<boolean> {
      for (const TableName of [tables.devicePower, tables.rotations])
        await client.send(new DeleteItemCommand({ TableName, Key: { thing: { S: thing } } }));
      const own = { id: { S: belonging.device(thing) } };
      await client.send(new DeleteItemCommand({ TableName: tables.belongings, Key: own }));
      const commands = { table: tables.commands, key: 'thing', value: thing, sort: 'command' };
      if (await deleteMany(commands)) return true;
      const history = { table: tables.shadowHistory, key: 'thing', value: thing, sort: 'version' };
      if (await deleteMany(history)) return true;
      if (sensor === undefined) return false;
      return deleteMany({ table: tables.readings, key: 'sensor', value: sensor, sort: 'measuredAt' });
    },
  };
}
