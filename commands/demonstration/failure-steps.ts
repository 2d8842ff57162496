import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueUrlCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { localAccount } from '@himeshima/local-aws';
import { poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import type { Clients } from './clients';
import { check, lightOf, type Step, type Story } from './story';

async function receive({ sqs }: Clients, queue: string, seconds?: number): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  return poll(
    async () => (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }))).Messages?.[0]?.Body,
    `a message in ${queue}`,
    seconds,
  );
}

/** Subscribes a queue to the alert topic so that the demo can read the alerts. */
async function subscribeToAlerts({ sqs, sns, region }: Clients): Promise<void> {
  const topic = `arn:aws:sns:${region}:${localAccount}:alerts`;
  const queue = `arn:aws:sqs:${region}:${localAccount}:demo-alerts`;
  const allowed = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queue,
    Condition: { ArnEquals: { 'aws:SourceArn': topic } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allowed] });
  await sqs.send(new CreateQueueCommand({ QueueName: 'demo-alerts', Attributes: { Policy } }));
  await sns.send(
    new SubscribeCommand({
      TopicArn: topic,
      Protocol: 'sqs',
      Endpoint: queue,
      Attributes: { RawMessageDelivery: 'true' },
    }),
  );
}

const FailedEvent = z.object({
  requestContext: z.object({ requestId: z.string(), condition: z.string(), approximateInvokeCount: z.number() }),
  requestPayload: z.object({ thing: z.string(), state: z.unknown() }),
});

const poison = { power: true, brightness: 'very' };

export const endsAsAlert: Step = {
  title:
    'a message that power-on cannot process is retried, raises an alert with its request id, and is kept (the clock runs fast)',
  async run(story) {
    const { clients, platform } = story;
    await subscribeToAlerts(clients);
    await platform.setSpeed(120);
    await lightOf(story).report(poison);
    const failed = FailedEvent.parse(JSON.parse(await receive(clients, 'failed-events', 15)));
    const alert = await receive(clients, 'demo-alerts', 15);
    await platform.setSpeed(1);
    const { requestId, condition, approximateInvokeCount } = failed.requestContext;
    return [
      check(
        'failed-events',
        { condition: 'RetriesExhausted', attempts: 3 },
        { condition, attempts: approximateInvokeCount },
      ),
      check('the original event', { thing: 'light-1', state: { reported: poison } }, failed.requestPayload),
      {
        expected: `the alert contains request id ${requestId}`,
        readBack: alert.split('\n').find((line) => line.startsWith('request id')) ?? alert,
        holds: alert.includes(requestId),
      },
    ];
  },
};

const RuleError = z.object({
  ruleName: z.string(),
  base64OriginalPayload: z.string(),
  failures: z.array(z.object({ failedAction: z.string(), errorMessage: z.string() })),
});

async function withoutPermission({ clients }: Story, run: () => Promise<void>): Promise<void> {
  const statement = { FunctionName: 'power-on', StatementId: 'rule-power_on' };
  await clients.lambda.send(new RemovePermissionCommand(statement));
  try {
    await run();
  } finally {
    await clients.lambda.send(
      new AddPermissionCommand({
        ...statement,
        Action: 'lambda:InvokeFunction',
        Principal: 'iot.amazonaws.com',
        SourceArn: `arn:aws:iot:${clients.region}:${localAccount}:rule/power_on`,
        SourceAccount: localAccount,
      }),
    );
  }
}

export const runsItsErrorAction: Step = {
  title: "a rule that has lost its permission runs its error action with the device's message",
  async run(story) {
    await withoutPermission(story, () =>
      lightOf(story)
        .report({ power: true, brightness: 40 })
        .then(() => undefined),
    );
    const error = RuleError.parse(JSON.parse(await receive(story.clients, 'rule-errors')));
    const original: unknown = JSON.parse(Buffer.from(error.base64OriginalPayload, 'base64').toString('utf8'));
    return [
      check(
        'rule-errors',
        { rule: 'power_on', action: 'LambdaAction' },
        { rule: error.ruleName, action: error.failures[0]?.failedAction },
      ),
      check('the original payload', { state: { reported: { power: true, brightness: 40 } } }, original),
    ];
  },
};
