import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { parse } from '../shared/parse';
import type { ConfirmedTo } from './confirm-power';

const Item = z.object({
  taskToken: z.object({ S: z.string() }),
  power: z.object({ BOOL: z.boolean() }),
  expiresAt: z.object({ N: z.coerce.number() }),
});

/** The table `commands`, as the function `power-command` fills it. */
export function commandsTable(client: DynamoDBClient, name: string): Pick<ConfirmedTo, 'commandFor' | 'forget'> {
  return {
    async commandFor(thing) {
      const get = new GetItemCommand({ TableName: name, Key: { thing: { S: thing } }, ConsistentRead: true });
      const { Item: item } = await client.send(get);
      if (!item) return undefined;
      const { taskToken, power, expiresAt } = parse(Item, item, `command of ${thing}`);
      return { taskToken: taskToken.S, power: power.BOOL, expiresAt: expiresAt.N };
    },

    async forget(thing, taskToken) {
      const remove = new DeleteItemCommand({
        TableName: name,
        Key: { thing: { S: thing } },
        ConditionExpression: 'taskToken = :token',
        ExpressionAttributeValues: { ':token': { S: taskToken } },
      });
      try {
        await client.send(remove);
      } catch (error) {
        // Another command took its place, or another answer was quicker.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
