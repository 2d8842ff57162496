import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse } from './parse';

/** A rotation that is under way, and what it waits for: the signing request, then a connection by the new certificate. */
export interface Rotation {
  readonly rotation: string;
  readonly waitsFor: 'request' | 'connection';
  readonly taskToken: string;
  /** Of the new certificate, as soon as there is one. */
  readonly certificateId: string | undefined;
  /** Second since the epoch after which nobody waits any more. */
  readonly expiresAt: number;
}

interface Waiting {
  readonly rotation: string;
  readonly taskToken: string;
  readonly expiresAt: number;
}

const Item = z.object({
  rotation: z.object({ S: z.string() }),
  waitsFor: z.object({ S: z.enum(['request', 'connection']) }),
  taskToken: z.object({ S: z.string() }),
  certificateId: z.optional(z.object({ S: z.string() })),
  expiresAt: z.object({ N: z.coerce.number() }),
});

/** The table `rotations`: at most one item a thing. */
export function rotationsTable(client: DynamoDBClient, name: string) {
  const keyOf = (thing: string) => ({ TableName: name, Key: { thing: { S: thing } } });

  return {
    /**
     * Begins a rotation.
     * @param now s since the epoch
     * @throws Error where another one is under way
     */
    async begin(thing: string, { rotation, taskToken, expiresAt }: Waiting, now: number): Promise<void> {
      const item = {
        thing: { S: thing },
        rotation: { S: rotation },
        waitsFor: { S: 'request' },
        taskToken: { S: taskToken },
        expiresAt: { N: String(expiresAt) },
      };
      const put = new PutItemCommand({
        TableName: name,
        Item: item,
        ConditionExpression: 'attribute_not_exists(thing) OR expiresAt < :now OR rotation = :rotation',
        ExpressionAttributeValues: { ':now': { N: String(now) }, ':rotation': { S: rotation } },
      });
      await client.send(put).catch(refuse(`another rotation of ${thing} is under way: wait for its end`));
    },

    async find(thing: string): Promise<Rotation | undefined> {
      const { Item: item } = await client.send(new GetItemCommand({ ...keyOf(thing), ConsistentRead: true }));
      if (!item) return undefined;
      const { rotation, waitsFor, taskToken, certificateId, expiresAt } = parse(Item, item, `rotation of ${thing}`);
      return {
        rotation: rotation.S,
        waitsFor: waitsFor.S,
        taskToken: taskToken.S,
        certificateId: certificateId?.S,
        expiresAt: expiresAt.N,
      };
    },

    /** The device has sent its request; now it shall come with this certificate. @throws Error where it is over */
    async expectConnection(
      thing: string,
      { rotation, taskToken, expiresAt, certificateId }: Waiting & { readonly certificateId: string },
    ): Promise<void> {
      const update = new UpdateItemCommand({
        ...keyOf(thing),
        UpdateExpression:
          'SET waitsFor = :connection, taskToken = :token, certificateId = :certificate, expiresAt = :expires',
        ConditionExpression: 'rotation = :rotation',
        ExpressionAttributeValues: {
          ':connection': { S: 'connection' },
          ':token': { S: taskToken },
          ':certificate': { S: certificateId },
          ':expires': { N: String(expiresAt) },
          ':rotation': { S: rotation },
        },
      });
      await client.send(update).catch(refuse(`rotation ${rotation} of ${thing} is over`));
    },

    /** Forgets a rotation, unless another has taken its place. */
    async end(thing: string, rotation: string): Promise<void> {
      const remove = new DeleteItemCommand({
        ...keyOf(thing),
        ConditionExpression: 'rotation = :rotation',
        ExpressionAttributeValues: { ':rotation': { S: rotation } },
      });
      try {
        await client.send(remove);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

/** Says in our words why a condition was not met. */
const refuse = (message: string) => (error: unknown) => {
  throw error instanceof ConditionalCheckFailedException ? new Error(message) : error;
};
