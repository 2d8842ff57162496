import { z } from 'zod';
import { outputBytes } from '../action-output';
import { actionKind } from '../rule-action';

/** Action that puts the output into a data stream. The partition key is random by default. */
export const kinesisAction = actionKind({
  awsName: 'KinesisAction',
  schema: z.object({ roleArn: z.string(), streamName: z.string(), partitionKey: z.string().optional() }),
  role: ({ roleArn }) => roleArn,
  compile({ streamName, partitionKey = '${newuuid()}' }, { field, targets, arnOf }) {
    const stream = field(streamName);
    const key = field(partitionKey);
    return {
      permissions: [{ action: 'kinesis:PutRecord', resource: (match) => arnOf('kinesis', `stream/${stream(match)}`) }],
      target: streamName,
      resource: streamName,
      run: (match) =>
        void targets.kinesis.put(stream(match), {
          partitionKey: key(match),
          data: outputBytes(match),
          cause: match.cause,
        }),
    };
  },
});
