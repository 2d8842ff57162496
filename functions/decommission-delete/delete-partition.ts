import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';

/** All items with the same partition key. */
interface Partition {
  readonly table: string;
  readonly key: string;
  readonly value: string;
  /** Sort key; undefined if the table has none. */
  readonly sort: string | undefined;
  /** Additional attribute to read. */
  readonly also?: string;
}

type Item = Record<string, AttributeValue>;

/** Maximum number of items in a BatchWriteItem (DynamoDB API reference). */
const maxBatchSize = 25;

/**
 * Creates a function that deletes the items of a partition in batches.
 * The next query returns unprocessed items again.
 * @param batches maximum number of batches that one call deletes
 */
export function partitionDeletion(client: DynamoDBClient, batches: number) {
  const itemsOf = async ({ table, key, value, sort, also }: Partition): Promise<readonly Item[]> => {
    const attributes = [key, sort, also]
      .flatMap((name) => name ?? [])
      .map((name, index) => [`#${index}`, name] as const);
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#0 = :value',
        ProjectionExpression: attributes.map(([placeholder]) => placeholder).join(),
        ExpressionAttributeNames: Object.fromEntries(attributes),
        ExpressionAttributeValues: { ':value': { S: value } },
        Limit: maxBatchSize,
      }),
    );
    return Items;
  };

  /**
   * Deletes the items of a partition.
   * @param before called with the items before they are deleted, possibly more than once for an item
   * @returns whether items are left
   */
  return async (partition: Partition, before?: (items: readonly Item[]) => Promise<void>): Promise<boolean> => {
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
}
