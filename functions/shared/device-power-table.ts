import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/** A device reported its power. */
export interface Reported {
  readonly thing: string;
  /** Ms since the epoch. */
  readonly at: number;
  readonly traceId: string;
}

/** `late`: the table knows this report, or a newer one. */
export type PowerChange = 'changed' | 'unchanged' | 'late';

/**
 * The table `device-power`: one item a thing. `since` is there while it is on, and stays where it is reported again; a
 * report that is late changes nothing, for rules and retries keep no order.
 */
export function devicePowerTable(client: DynamoDBClient, name: string) {
  const update = async (
    { thing, at, traceId }: Reported,
    power: boolean,
    UpdateExpression: string,
  ): Promise<PowerChange> => {
    const input: UpdateItemCommandInput = {
      TableName: name,
      Key: { thing: { S: thing } },
      UpdateExpression,
      ConditionExpression: 'attribute_not_exists(reportedAt) OR reportedAt < :at',
      ExpressionAttributeValues: { ':power': { BOOL: power }, ':at': { N: String(at) }, ':traceId': { S: traceId } },
      ReturnValues: 'UPDATED_OLD',
    };
    try {
      const { Attributes } = await client.send(new UpdateItemCommand(input));
      return Attributes?.['power']?.BOOL === power ? 'unchanged' : 'changed';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'late';
      throw error;
    }
  };
  const reported = 'power = :power, reportedAt = :at, traceId = :traceId';
  return {
    isOn: (report: Reported) => update(report, true, `SET ${reported}, since = if_not_exists(since, :at)`),
    isOff: (report: Reported) => update(report, false, `SET ${reported} REMOVE since`),
  };
}
