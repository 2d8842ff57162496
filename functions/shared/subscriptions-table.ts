import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { bySubject } from '../../contracts/live';
import { parse } from './parse';

/** A connection that listens. */
export interface Listener {
  readonly connection: string;
  /** The `sub` of the token that it came with. */
  readonly person: string;
  /** Second since the epoch in which that token ends, and the connection at the latest. */
  readonly expiresAt: number;
}

const Items = z.array(
  z.object({
    connection: z.object({ S: z.string() }),
    person: z.object({ S: z.string() }),
    expiresAt: z.object({ N: z.coerce.number() }),
  }),
);
const Keys = z.array(z.object({ connection: z.object({ S: z.string() }), subject: z.object({ S: z.string() }) }));

/** BatchWriteItem takes so many (DynamoDB API reference). */
const atOnce = 25;

/**
 * The table `live-subscriptions`: one item a connection and what it listens to. DynamoDB removes an item some time after its
 * `expiresAt`: whoever reads looks at it.
 */
export function subscriptionsTable(client: DynamoDBClient, name: string) {
  const all = async (input: Omit<QueryCommandInput, 'TableName'>) => {
    const items = [];
    let from: QueryCommandInput['ExclusiveStartKey'];
    do {
      const query = new QueryCommand({ TableName: name, ...input, ...(from && { ExclusiveStartKey: from }) });
      const { Items: page = [], LastEvaluatedKey } = await client.send(query);
      items.push(...page);
      from = LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  };
  const of = async (connection: string) => {
    const items = await all({
      KeyConditionExpression: '#connection = :connection',
      ExpressionAttributeNames: { '#connection': 'connection' },
      ExpressionAttributeValues: { ':connection': { S: connection } },
      ConsistentRead: true,
    });
    return parse(Keys, items, `subscriptions of ${connection}`);
  };

  return {
    async add({ connection, person, expiresAt }: Listener, subject: string): Promise<void> {
      const Item = {
        connection: { S: connection },
        subject: { S: subject },
        person: { S: person },
        expiresAt: { N: String(expiresAt) },
      };
      await client.send(new PutItemCommand({ TableName: name, Item }));
    },

    async remove(connection: string, subject: string): Promise<void> {
      const Key = { connection: { S: connection }, subject: { S: subject } };
      await client.send(new DeleteItemCommand({ TableName: name, Key }));
    },

    /** What a connection listens to. */
    subjectsOf: async (connection: string) => (await of(connection)).map(({ subject }) => subject.S),

    /** Forgets all that a connection has listened to. */
    async forget(connection: string): Promise<void> {
      const keys = await of(connection);
      for (let from = 0; from < keys.length; from += atOnce) {
        const deletes = keys.slice(from, from + atOnce).map((Key) => ({ DeleteRequest: { Key } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: deletes } }));
      }
    },

    /** Who listens to something, those included whose time has passed. */
    async listenersTo(subject: string): Promise<readonly Listener[]> {
      const items = await all({
        IndexName: bySubject,
        KeyConditionExpression: '#subject = :subject',
        ExpressionAttributeNames: { '#subject': 'subject' },
        ExpressionAttributeValues: { ':subject': { S: subject } },
      });
      return parse(Items, items, `listeners to ${subject}`).map(({ connection, person, expiresAt }) => ({
        connection: connection.S,
        person: person.S,
        expiresAt: expiresAt.N,
      }));
    },
  };
}

export type Subscriptions = ReturnType<typeof subscriptionsTable>;
