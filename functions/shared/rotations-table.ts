import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse } from './parse-input';

/** Rotation in progress. The workflow waits for the CSR, then for a connection with the new certificate. */
export interface Rotation {
  readonly rotation: string;
  readonly waitsFor: 'request' | 'connection';
  readonly taskToken: string;
  /** Id of the new certificate, once it has been issued. */
  readonly certificateId: string | undefined;
  /** Timeout of the current step, in seconds since the epoch. */
  readonly expiresAt: number;
}

interface WaitingTask {
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

/** Creates the functions that access the `rotations` table, which has at most one item per thing. */
export function rotationsTable(client: DynamoDBClient, name: string) {
  const keyOf = (thing: string) => ({ TableName: name, Key: { thing: { S: thing } } });

  return {
    /**
     * Starts a rotation.
     * @param now seconds since the epoch
     * @throws Error if another rotation is in progress
     */
    async begin(thing: string, { rotation, taskToken, expiresAt }: WaitingTask, now: number): Promise<void> {
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
      await client
        .send(put)
        .catch(explainConditionFailure(`another rotation of ${thing} is in progress: wait until it ends`));
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

    /** Records the certificate that the device must use for its next connection. @throws Error if the rotation is over */
    async expectConnection(
      thing: string,
      { rotation, taskToken, expiresAt, certificateId }: WaitingTask & { readonly certificateId: string },
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
      await client.send(update).catch(explainConditionFailure(`rotation ${rotation} of ${thing} is over`));
    },

    /** Deletes a rotation, unless another rotation has replaced it. */
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

/** Returns a handler that replaces a failed-condition error with an error that has this message. */
const explainConditionFailure = (message: string) => (error: unknown) => {
  throw error instanceof ConditionalCheckFailedException ? new Error(message) : error;
};
