import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SampleThingReport } from '../../contracts/sample-thing';

/** The `sample-things` table: the latest report from each sample thing, according to the thing's clock. */
export function sampleThingsTable(client: DynamoDBClient, name: string) {
  return {
    async store({ thing, at, traceId }: SampleThingReport): Promise<void> {
      const put = new PutItemCommand({
        TableName: name,
        Item: { thing: { S: thing }, reportedAt: { N: String(at) }, traceId: { S: traceId } },
        ConditionExpression: 'attribute_not_exists(thing) OR reportedAt < :at',
        ExpressionAttributeValues: { ':at': { N: String(at) } },
      });
      try {
        await client.send(put);
      } catch (error) {
        // a duplicate or out-of-order report
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
