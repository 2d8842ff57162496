import { z } from 'zod';
import { lastPart, outputText } from '../action-output';
import { actionKind } from '../rule-action';

/** Action that publishes the output to an SNS topic. */
export const snsAction = actionKind({
  awsName: 'SnsAction',
  schema: z.object({ roleArn: z.string(), targetArn: z.string(), messageFormat: z.enum(['RAW', 'JSON']).optional() }),
  role: ({ roleArn }) => roleArn,
  compile({ targetArn, messageFormat }, { field, targets }) {
    const topicArn = field(targetArn);
    return {
      permissions: [{ action: 'sns:Publish', resource: topicArn }],
      target: lastPart(targetArn),
      resource: targetArn,
      run: (match) =>
        targets.messaging.publish(topicArn(match), outputText(match), {
          perProtocol: messageFormat === 'JSON',
          cause: match.cause,
        }),
    };
  },
});
