import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';

/** Power report of a device. */
export interface PowerReport {
  readonly thing: string;
  /** Time in ms since the epoch. */
  readonly at: number;
  readonly traceId: string;
}

/** Effect of a report. `late`: the table already has this report or a newer report. */
export type PowerChange = 'changed' | 'unchanged' | 'late';

/**
 * Creates the functions that access the `device-power` table, which has one item per thing. `since` is set while the
 * thing is on, and further "on" reports do not change it. Late reports are ignored, because rules and retries do not
 * preserve order.
 */
export function devicePowerTable(client: DynamoDBClient, name: string) {
  const update = async (
    { thing, at, traceId }: PowerReport,
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
    isOn: (report: PowerReport) => update(report, true, `SET ${reported}, since = if_not_exists(since, :at)`),
    isOff: (report: PowerReport) => update(report, false, `SET ${reported} REMOVE since`),
  };
}
