import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AskedOf } from './ask-device';

/** The table `commands`: one item a thing; DynamoDB removes it some time after `expiresAt`. */
export function commandsTable(client: DynamoDBClient, name: string): Pick<AskedOf, 'remember'> {
  return {
    async remember({ thing, taskToken, power, expiresAt }) {
      await client.send(
        new PutItemCommand({
          TableName: name,
          Item: {
            thing: { S: thing },
            taskToken: { S: taskToken },
            power: { BOOL: power },
            expiresAt: { N: String(expiresAt) },
          },
        }),
      );
    },
  };
}
