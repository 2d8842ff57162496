import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { fieldsOf, parseInput } from '../gateway/json-api';
import type { DynamoAnswer } from './dynamo-answer';
import { tableName } from './table-names';
import type { TimeToLive, TimeToLiveOptions } from './time-to-live';

/** Source: DynamoDB API reference, "UpdateTimeToLive". */
const Change = z.object({
  TableName: z.string().min(1).max(1024),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().min(1).max(255), Enabled: z.boolean() }),
});

function answerOf({ id }: DynamoAnswer, fields: object): DynamoAnswer {
  const body = JSON.stringify(fields);
  return { id, status: 200, crc32: String(crc32(body)), body };
}

/**
 * Returns the operations UpdateTimeToLive and DescribeTimeToLive. dynalite validates the table's name, and responds with
 * an error if the table does not exist.
 */
export function timeToLiveCalls(timeToLive: TimeToLive, call: TimeToLiveOptions['call']) {
  const run = async (input: unknown, answerFor: (table: string) => object): Promise<DynamoAnswer> => {
    const { TableName: named } = fieldsOf(input);
    const table = typeof named === 'string' ? tableName(named) : named;
    const answer = await call('DescribeTimeToLive', { TableName: table });
    return answer.status >= 300 || typeof table !== 'string' ? answer : answerOf(answer, answerFor(table));
  };
  return new Map([
    [
      'DescribeTimeToLive',
      (input: unknown) => run(input, (table) => ({ TimeToLiveDescription: timeToLive.describe(table) })),
    ],
    [
      'UpdateTimeToLive',
      (input: unknown) => {
        const { TimeToLiveSpecification } = parseInput(Change, input);
        return run(input, (table) => {
          const { AttributeName: attribute, Enabled: isEnabled } = TimeToLiveSpecification;
          timeToLive.update(table, { attribute, isEnabled });
          return { TimeToLiveSpecification };
        });
      },
    ],
  ]);
}
