import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { alertAttributes } from '../../contracts/alerts';
import type { Alert } from './extract-alerts';
import { renderAlert } from './render-alert';

/** Returns a function that publishes an alert to the SNS topic. */
export const publishTo = (client: SNSClient, topicArn: string) => async (alert: Alert) => {
  const { subject, body } = renderAlert(alert);
  const attribute = (value: string) => ({ DataType: 'String', StringValue: value });
  const MessageAttributes = {
    [alertAttributes.source]: attribute(alert.source),
    [alertAttributes.reason]: attribute(alert.reason),
    ...(alert.requestId !== undefined && { [alertAttributes.requestId]: attribute(alert.requestId) }),
  };
  await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body, MessageAttributes }));
};
