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

/** A rule of the plan, as far as its failed actions are carried out again. */
export interface PlannedRule {
  readonly sql: string;
  /** Of its action on a stream: a substitution template. */
  readonly partitionKey: string | undefined;
}

/** What an error action sends: AWS IoT developer guide, "rule-error-handling". */
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
 * Carries out what a rule could not do, and that alone: its other actions were done. The rule's SQL is evaluated here on
 * the original message, since a message that is published again would come from another client. Each action is tried,
 * whatever became of the one before it.
 * @param sentAt stands for the moment at which AWS IoT took the message, which the error does not say
 * @returns what was acted on
 * @throws Error that names each action that fails again, and what was done: the message stays whole, so that the latter is
 *   done once more by the next run
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
  if (rule === undefined) throw new Error(`the plan has no rule ${ruleName}`);
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
  if (text === undefined) throw new Error(`the message does not match ${ruleName} any more`);
  const template = compileTemplate(rule.partitionKey ?? '', { version, set: compiled.set });
  const partitionKey = template.evaluate(message, result.matched ? result.variables : []);
  const done: string[] = [];
  const refused: string[] = [];
  for (const { failedAction, failedResource } of failures) {
    try {
      await act(services, failedAction, { resource: failedResource, text, partitionKey });
      done.push(failedResource);
    } catch (error) {
      refused.push(`${failedAction} on ${failedResource}: ${reasonOf(error)}`);
    }
  }
  if (refused.length > 0) throw new Error([...refused, ...done.map((resource) => `${resource} was done`)].join('; '));
  return done.join(', ');
}

interface Acting {
  readonly resource: string;
  readonly text: string;
  readonly partitionKey: string;
}

async function act(
  { dynamodb, firehose, kinesis, lambda, sns }: Services,
  action: string,
  { resource, text, partitionKey }: Acting,
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
      throw new Error(`npm run redrive does not know ${action}`);
  }
}
