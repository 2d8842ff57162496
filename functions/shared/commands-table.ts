import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse } from './parse';

/** A command that waits for its answer. */
export interface WaitingCommand {
  readonly taskToken: string;
  readonly power: boolean;
  /** Second since the epoch after which nobody waits any more. */
  readonly expiresAt: number;
}

const Item = z.object({
  taskToken: z.object({ S: z.string() }),
  power: z.object({ BOOL: z.boolean() }),
  expiresAt: z.object({ N: z.coerce.number() }),
});

/**
 * The table `commands`: at most one item a thing. `power-command` fills it, `power-confirm` reads it; DynamoDB removes
 * an item some time after its `expiresAt`.
 */
export function commandsTable(client: DynamoDBClient, name: string) {
  return {
    /** Keeps the command under its thing; a newer command takes the place of an older one. */
    async remember(thing: string, { taskToken, power, expiresAt }: WaitingCommand): Promise<void> {
      const item = { taskToken: { S: taskToken }, power: { BOOL: power }, expiresAt: { N: String(expiresAt) } };
      await client.send(new PutItemCommand({ TableName: name, Item: { thing: { S: thing }, ...item } }));
    },

    async commandFor(thing: string): Promise<WaitingCommand | undefined> {
      const get = new GetItemCommand({ TableName: name, Key: { thing: { S: thing } }, ConsistentRead: true });
      const { Item: item } = await client.send(get);
      if (!item) return undefined;
      const { taskToken, power, expiresAt } = parse(Item, item, `command of ${thing}`);
      return { taskToken: taskToken.S, power: power.BOOL, expiresAt: expiresAt.N };
    },

    /** Forgets the command, unless another has taken its place or another answer was quicker. */
    async forget(thing: string, taskToken: string): Promise<void> {
      const remove = new DeleteItemCommand({
        TableName: name,
        Key: { thing: { S: thing } },
        ConditionExpression: 'taskToken = :token',
        ExpressionAttributeValues: { ':token': { S: taskToken } },
      });
      try {
        await client.send(remove);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
