import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { bySubject } from '../../contracts/live-messages';
import { parse } from './parse-input';

/** Subscriber to live updates. */
export interface Listener {
  readonly connection: string;
  /** The `sub` of the token that the client used to connect. */
  readonly person: string;
  /** Expiry of the token or end of the connection's maximum lifetime, whichever is first, in seconds since the epoch. */
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

/** Maximum number of items in a BatchWriteItem (DynamoDB API reference). */
const maxBatchSize = 25;

/**
 * Creates the functions that access the `live-subscriptions` table, which has one item per connection and subject.
 * DynamoDB deletes an item only some time after its `expiresAt`, so readers must check `expiresAt`.
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

    /** Returns the subjects that a connection has subscribed to. */
    subjectsOf: async (connection: string) => (await of(connection)).map(({ subject }) => subject.S),

    /** Deletes all subscriptions of a connection. */
    async forget(connection: string): Promise<void> {
      const keys = await of(connection);
      for (let from = 0; from < keys.length; from += maxBatchSize) {
        const deletes = keys.slice(from, from + maxBatchSize).map((Key) => ({ DeleteRequest: { Key } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: deletes } }));
      }
    },

    /** Returns the subscribers of a subject, including subscribers whose token has expired. */
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
