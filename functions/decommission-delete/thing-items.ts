import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { belonging } from '../../contracts/belongings';
import type { DeleteData } from './delete-device';
import { partitionDeletion } from './delete-partition';

interface Tables {
  readonly belongings: string;
  /** Names of the tables whose key is the thing, by id. */
  readonly ofThings: Readonly<Record<string, string>>;
  /** Sort keys of these tables, by id; a table without a sort key has at most one item per thing. */
  readonly sortKeys: Readonly<Record<string, string>>;
}

/**
 * Creates a function that deletes a device's items from the tables whose key is the thing, and the device's owner entry.
 * @param batches maximum number of batches that one call deletes from each table
 */
export function thingItems(client: DynamoDBClient, tables: Tables, batches: number): DeleteData {
  const deletePartition = partitionDeletion(client, batches);
  return async (thing) => {
    const own = { id: { S: belonging.device(thing) } };
    await client.send(new DeleteItemCommand({ TableName: tables.belongings, Key: own }));
    for (const [id, table] of Object.entries(tables.ofThings))
      if (await deletePartition({ table, key: 'thing', value: thing, sort: tables.sortKeys[id] })) return true;
    return false;
  };
}
