import { z } from 'zod';
import { lastPart, outputBytes } from '../action-output';
import { actionKind } from '../rule-action';

/** Action that sends the output to a queue. */
export const sqsAction = actionKind({
  awsName: 'SqsAction',
  schema: z.object({ roleArn: z.string(), queueUrl: z.string(), useBase64: z.boolean().optional() }),
  role: ({ roleArn }) => roleArn,
  compile({ queueUrl, useBase64 = false }, { field, targets, arnOf }) {
    const url = field(queueUrl);
    return {
      permissions: [{ action: 'sqs:SendMessage', resource: (match) => arnOf('sqs', lastPart(url(match))) }],
      target: lastPart(queueUrl),
      resource: queueUrl,
      run(match) {
        const body = Buffer.from(outputBytes(match)).toString(useBase64 ? 'base64' : 'utf8');
        return targets.messaging.send(url(match), body, match.cause);
      },
    };
  },
});
