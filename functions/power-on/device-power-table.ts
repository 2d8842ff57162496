import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { PowerTable } from './record-power-on';

/** The table `device-power`: one item a thing. */
export function devicePowerTable(client: DynamoDBClient, name: string): PowerTable {
  return {
    async putIfNewer({ thing, since, traceId }) {
      const put = new PutItemCommand({
        TableName: name,
        Item: { thing: { S: thing }, power: { BOOL: true }, since: { N: String(since) }, traceId: { S: traceId } },
        ConditionExpression: 'attribute_not_exists(thing) OR since < :since',
        ExpressionAttributeValues: { ':since': { N: String(since) } },
      });
      try {
        await client.send(put);
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
