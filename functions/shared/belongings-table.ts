import { type DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { belonging, byOwner } from '../../contracts/belongings';

/** Ownership of devices and rooms. */
export interface Belongings {
  isOf(owner: string, id: string): Promise<boolean>;
  /** Returns the owner; undefined if the device or room has none. */
  ownerOf(id: string): Promise<string | undefined>;
  give(owner: string, id: string): Promise<void>;
  /** Lists the devices of an owner in order of name, starting after `after`. If more devices follow, `last` is the last name. */
  devicesOf(owner: string, page: { readonly after: string | undefined; readonly limit: number }): Promise<DevicesPage>;
}

interface DevicesPage {
  readonly things: readonly string[];
  readonly last: string | undefined;
}

const Id = z.object({ id: z.object({ S: z.string() }) });
const devicePrefix = belonging.device('');
const thingNameOf = (id: string) => id.slice(devicePrefix.length);

/** Creates the functions that access the `belongings` table, which has one item per device or room, with its owner. */
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
          KeyConditionExpression: '#owner = :owner AND begins_with(id, :prefix)',
          ExpressionAttributeNames: { '#owner': 'owner' },
          ExpressionAttributeValues: { ':owner': { S: owner }, ':prefix': { S: devicePrefix } },
          Limit: limit,
          ...(after !== undefined && {
            ExclusiveStartKey: { owner: { S: owner }, id: { S: belonging.device(after) } },
          }),
        }),
      );
      const things = z
        .array(Id)
        .parse(Items)
        .map(({ id }) => thingNameOf(id.S));
      return { things, last: LastEvaluatedKey && things.at(-1) };
    },
  };
}
