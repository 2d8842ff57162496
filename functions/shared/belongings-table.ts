import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { belonging, byOwner } from '../../contracts/belongings';

/** Whose devices and rooms are. */
export interface Belongings {
  isOf(owner: string, id: string): Promise<boolean>;
  /** Undefined where it is nobody's. */
  ownerOf(id: string): Promise<string | undefined>;
  give(owner: string, id: string): Promise<void>;
  /** Names of somebody's devices in their order, behind `after`; `last` is that of the last one where there are more. */
  devicesOf(owner: string, page: { readonly after: string | undefined; readonly limit: number }): Promise<DevicesPage>;
}

interface DevicesPage {
  readonly things: readonly string[];
  readonly last: string | undefined;
}

const Id = z.object({ id: z.object({ S: z.string() }) });
const deviceFolder = belonging.device('');
const nameIn = (id: string) => id.slice(deviceFolder.length);

/** The table `belongings`: one item a device or room, with its owner. */
export function belongingsTable(client: DynamoDBClient, name: string): Belongings {
  const ownerOf = async (id: string) => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: name, Key: { id: { S: id } }, ConsistentRead: true }),
    );
    return Item?.['owner']?.S;
  };
  return {
    ownerOf,
    isOf: async (owner, id) => (await ownerOf(id)) === owner,

    async give(owner, id) {
      await client.send(new PutItemCommand({ TableName: name, Item: { id: { S: id }, owner: { S: owner } } }));
    },

    async devicesOf(owner, { after, limit }) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: name,
          IndexName: byOwner,
          KeyConditionExpression: '#owner = :owner AND begins_with(id, :folder)',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner }, ':folder': { S: deviceFolder } },
          Limit: limit,
          ...(after !== undefined && {
            ExclusiveStartKey: { owner: { S: owner }, id: { S: belonging.device(after) } },
          }),
        }),
      );
      const things = z
        .array(Id)
        .parse(Items)
        .map(({ id }) => nameIn(id.S));
      return { things, last: LastEvaluatedKey && things.at(-1) };
    },
  };
}
