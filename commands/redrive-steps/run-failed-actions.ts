import { randomUUID } from 'node:crypto';
import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type FirehoseClient, PutRecordCommand as PutFirehoseRecordCommand } from '@aws-sdk/client-firehose';
import { type KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { marshall } from '@aws-sdk/util-dynamodb';
import { compile, compileTemplate, jsonText, RuleMessage } from '@himeshima/iot';
import * as z from 'zod';
import type { QueuedMessage } from './redrive-queue';
import { reasonOf } from './redrive-result';

export interface Services {
  readonly dynamodb: DynamoDBClient;
  readonly firehose: FirehoseClient;
  readonly kinesis: KinesisClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
}

/** Rule attributes that are needed to run failed actions again. */
export interface PlannedRule {
  readonly sql: string;
  /** Substitution template for the Kinesis action's partition key. */
  readonly partitionKey: string | undefined;
}

/** Message from an error action (AWS IoT developer guide, "rule-error-handling"). */
const RuleError = z.object({
  ruleName: z.string(),
  topic: z.string(),
  cloudwatchTraceId: z.string(),
  clientId: z.string(),
  base64OriginalPayload: z.string(),
  failures: z.array(z.object({ failedAction: z.string(), failedResource: z.string() })).min(1),
});

const version = '2016-03-23';

/**
 * Reruns only the failed actions of a rule. Evaluates the rule's SQL itself, on the original message, because AWS IoT
 * would attribute a republished message to another client. Runs all actions, even if one fails.
 * @param sentAt substitute for the time at which AWS IoT received the message; error messages do not contain this time
 * @returns the resources that the actions used
 * @throws Error that lists the actions that failed and the actions that succeeded.
 * The entire message is kept, so the next run also repeats the successful actions
 */
export async function runFailedActions(
  services: Services,
  rules: ReadonlyMap<string, PlannedRule>,
  { body, sentAt }: QueuedMessage,
): Promise<string> {
  const { ruleName, topic, cloudwatchTraceId, clientId, base64OriginalPayload, failures } = RuleError.parse(
    JSON.parse(body),
  );
  const rule = rules.get(ruleName);
  if (rule === undefined) throw new Error(`the stack has no rule ${ruleName}`);
  const message = new RuleMessage({
    topic,
    payload: Buffer.from(base64OriginalPayload, 'base64'),
    clientId,
    timestamp: sentAt,
    traceId: cloudwatchTraceId,
    newUuid: randomUUID,
  });
  const compiled = compile(rule.sql, { version });
  const result = compiled.evaluate(message);
  const text = result.matched ? jsonText(result.output) : undefined;
  if (text === undefined) throw new Error(`the message no longer matches rule ${ruleName}`);
  const template = compileTemplate(rule.partitionKey ?? '', { version, set: compiled.set });
  const partitionKey = template.evaluate(message, result.matched ? result.variables : []);
  const succeeded: string[] = [];
  const failed: string[] = [];
  for (const { failedAction, failedResource } of failures) {
    try {
      await runAction(services, failedAction, { resource: failedResource, text, partitionKey });
      succeeded.push(failedResource);
    } catch (error) {
      failed.push(`${failedAction} on ${failedResource}: ${reasonOf(error)}`);
    }
  }
  if (failed.length > 0) throw new Error([...failed, ...succeeded.map((name) => `succeeded: ${name}`)].join('; '));
  return succeeded.join(', ');
}

interface ActionInput {
  readonly resource: string;
  readonly text: string;
  readonly partitionKey: string;
}

async function runAction(
  { dynamodb, firehose, kinesis, lambda, sns }: Services,
  action: string,
  { resource, text, partitionKey }: ActionInput,
) {
  const Data = Buffer.from(text);
  switch (action) {
    case 'KinesisAction':
      await kinesis.send(new PutRecordCommand({ StreamName: resource, PartitionKey: partitionKey, Data }));
      return;
    case 'FirehoseAction':
      await firehose.send(
        new PutFirehoseRecordCommand({ DeliveryStreamName: resource, Record: { Data: Buffer.from(`${text}\n`) } }),
      );
      return;
    case 'DynamoDBv2Action':
      await dynamodb.send(
        new PutItemCommand({ TableName: resource, Item: marshall(JSON.parse(text), { allowImpreciseNumbers: true }) }),
      );
      return;
    case 'LambdaAction':
      await lambda.send(new InvokeCommand({ FunctionName: resource, InvocationType: 'Event', Payload: Data }));
      return;
    case 'SnsAction':
      await sns.send(new PublishCommand({ TopicArn: resource, Message: text }));
      return;
    default:
      throw new Error(`npm run redrive does not support ${action}`);
  }
}
