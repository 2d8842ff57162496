import { isArray } from '@himeshima/iot';
import { z } from 'zod';
import { outputBytes } from '../action-output';
import { actionKind, type RuleMatch } from '../rule-action';

/** Maximum number of records in a batch. Source: AWS IoT developer guide, "kinesis-firehose-rule-action", "batchMode". */
const maxRecords = 500;

/**
 * Returns the records for an output: in batch mode, one for each element of an array.
 * @throws Error if there are too many records
 */
function recordsOf({ output }: RuleMatch, isBatch: boolean): Uint8Array[] {
  if (!isBatch || !isArray(output)) return [outputBytes({ output })];
  if (output.length > maxRecords)
    throw new Error(`the output is an array of ${output.length} records; at most ${maxRecords} are allowed`);
  return output.map((element) => outputBytes({ output: element }));
}

/** Action that puts the output into a delivery stream. */
export const firehoseAction = actionKind({
  awsName: 'FirehoseAction',
  schema: z.object({
    roleArn: z.string(),
    deliveryStreamName: z.string(),
    separator: z.enum(['\n', '\t', '\r\n', ',']).optional(),
    batchMode: z.boolean().optional(),
  }),
  role: ({ roleArn }) => roleArn,
  compile({ deliveryStreamName, separator = '', batchMode = false }, { field, targets, arnOf }) {
    const stream = field(deliveryStreamName);
    return {
      permissions: [
        {
          action: batchMode ? 'firehose:PutRecordBatch' : 'firehose:PutRecord',
          resource: (match) => arnOf('firehose', `deliverystream/${stream(match)}`),
        },
      ],
      target: deliveryStreamName,
      resource: deliveryStreamName,
      run(match) {
        for (const record of recordsOf(match, batchMode))
          targets.firehose.put(stream(match), Buffer.concat([record, Buffer.from(separator)]), match.cause);
      },
    };
  },
});
