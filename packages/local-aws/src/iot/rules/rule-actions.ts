import { marshall } from '@aws-sdk/util-dynamodb';
import {
  type CompiledRule,
  compileTemplate,
  jsonText,
  type RuleMessage,
  type SqlValue,
  type Template,
} from '@himeshima/iot';
import type { DynamoDb } from '../../dynamodb/dynamodb';
import type { Firehose } from '../../firehose/firehose';
import type { Kinesis } from '../../kinesis/kinesis';
import type { Lambda } from '../../lambda/lambda';
import type { Messaging } from '../../messaging/messaging';
import type { Workflows } from '../../step-functions/workflows';
import { publishFault } from '../broker/publish-faults';

/** What a rule does with a message that matched, as Terraform declares it. */
export type RuleAction =
  | { kind: 'lambda'; functionArn: string }
  | { kind: 'dynamodbv2'; role: string; tableName: string }
  | { kind: 'kinesis'; role: string; streamName: string; partitionKey: string }
  | { kind: 'firehose'; role: string; streamName: string; separator: string }
  | { kind: 'sqs'; role: string; queueUrl: string; base64: boolean }
  | { kind: 'sns'; role: string; topicArn: string; json: boolean }
  | { kind: 'republish'; role: string; topic: string; qos: 0 | 1 }
  | { kind: 'step-functions'; role: string; workflowArn: string; namePrefix: string };

/** Where actions act. */
export interface ActionTargets {
  lambda: Pick<Lambda, 'invokeAsync'>;
  dynamodb: Pick<DynamoDb, 'put'>;
  kinesis: Pick<Kinesis, 'put'>;
  firehose: Pick<Firehose, 'put'>;
  messaging: Pick<Messaging, 'send' | 'publish'>;
  workflows: Pick<Workflows, 'start'>;
  republish(message: { topic: string; payload: Uint8Array; qos: 0 | 1 }): void;
  newUuid(): string;
}

/** The ARN of something in the platform's account: `('dynamodb', 'table/device-power')`. */
export type ArnOf = (service: string, resource: string) => string;

export interface Matched {
  message: RuleMessage;
  output: SqlValue;
  variables: readonly SqlValue[];
  ruleArn: string;
  account: string;
  cause: number | undefined;
}

/** One action, its templates compiled. */
export interface RunnableAction {
  /** What its role must be allowed; a function is invoked with the rule's own rights. */
  permission: { role: string; action: string; resourceArn(matched: Matched): string } | undefined;
  /** As the error action names it: DynamoDBv2Action, … */
  awsName: string;
  /** As the screen shows it: `power-on`, `device-power`. */
  target: string;
  /** The resource, for the error action's message. */
  resource: string;
  /** @throws Error where the service refuses */
  run(matched: Matched): Promise<void> | void;
}

/** What an action sends: the text of the output, or the bytes of a payload that is not JSON. */
function outputBytes({ output }: Matched): Uint8Array {
  return output instanceof Uint8Array ? output : Buffer.from(jsonText(output) ?? '');
}

const lastPart = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn;

function parsed(matched: Matched): unknown {
  const text = jsonText(matched.output);
  if (text === undefined) throw new Error("the output is no JSON; a function gets bytes only by encode(*, 'base64')");
  return JSON.parse(text);
}

function columns(matched: Matched): Record<string, object> {
  const item = parsed(matched);
  if (typeof item !== 'object' || item === null || Array.isArray(item)) throw new Error('the output is no JSON object');
  // DynamoDB holds 38 digits: a number that JavaScript has rounded is no reason to lose the message
  return marshall(item, { removeUndefinedValues: true, convertClassInstanceToMap: true, allowImpreciseNumbers: true });
}

/** Readies an action: its fields may hold `${…}`, evaluated on the original payload. @throws SqlError */
export function runnableAction(
  action: RuleAction,
  { rule, targets, arnOf }: { rule: CompiledRule; targets: ActionTargets; arnOf: ArnOf },
): RunnableAction {
  const template = (text: string, escapedTopic = false): Template => {
    const compiled = compileTemplate(text, { version: rule.version, set: rule.set, escapedTopic });
    if (compiled.services.length === 0) return compiled;
    throw new Error(`${text} asks ${compiled.services.join(', ')}, which the laptop does not simulate`);
  };
  const filled = (field: Template, { message, variables }: Matched) => field.evaluate(message, variables);

  if (action.kind === 'lambda') {
    const functionArn = template(action.functionArn);
    return {
      permission: undefined,
      awsName: 'LambdaAction',
      target: lastPart(action.functionArn),
      resource: action.functionArn,
      run(matched) {
        const principal = {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: matched.ruleArn,
          sourceAccount: matched.account,
        } as const;
        targets.lambda.invokeAsync({
          functionArn: filled(functionArn, matched),
          event: parsed(matched),
          principal,
          cause: matched.cause,
        });
      },
    };
  }
  if (action.kind === 'dynamodbv2') {
    const tableName = template(action.tableName);
    return {
      permission: {
        role: action.role,
        action: 'dynamodb:PutItem',
        resourceArn: (matched) => arnOf('dynamodb', `table/${filled(tableName, matched)}`),
      },
      awsName: 'DynamoDBv2Action',
      target: action.tableName,
      resource: action.tableName,
      run: (matched) => targets.dynamodb.put(filled(tableName, matched), columns(matched), matched.cause),
    };
  }
  if (action.kind === 'kinesis') {
    const partitionKey = template(action.partitionKey);
    const streamName = template(action.streamName);
    return {
      permission: {
        role: action.role,
        action: 'kinesis:PutRecord',
        resourceArn: (matched) => arnOf('kinesis', `stream/${filled(streamName, matched)}`),
      },
      awsName: 'KinesisAction',
      target: action.streamName,
      resource: action.streamName,
      run(matched) {
        targets.kinesis.put(filled(streamName, matched), {
          partitionKey: filled(partitionKey, matched),
          data: outputBytes(matched),
        });
      },
    };
  }
  if (action.kind === 'firehose') {
    const streamName = template(action.streamName);
    return {
      permission: {
        role: action.role,
        action: 'firehose:PutRecord',
        resourceArn: (matched) => arnOf('firehose', `deliverystream/${filled(streamName, matched)}`),
      },
      awsName: 'FirehoseAction',
      target: action.streamName,
      resource: action.streamName,
      run(matched) {
        const line = Buffer.concat([outputBytes(matched), Buffer.from(action.separator)]);
        targets.firehose.put(filled(streamName, matched), line);
      },
    };
  }
  if (action.kind === 'sqs') {
    const queueUrl = template(action.queueUrl);
    return {
      permission: {
        role: action.role,
        action: 'sqs:SendMessage',
        resourceArn: (matched) => arnOf('sqs', lastPart(filled(queueUrl, matched))),
      },
      awsName: 'SqsAction',
      target: lastPart(action.queueUrl),
      resource: action.queueUrl,
      run: (matched) =>
        targets.messaging.send(
          filled(queueUrl, matched),
          Buffer.from(outputBytes(matched)).toString(action.base64 ? 'base64' : 'utf8'),
        ),
    };
  }
  if (action.kind === 'sns') {
    const topicArn = template(action.topicArn);
    return {
      permission: {
        role: action.role,
        action: 'sns:Publish',
        resourceArn: (matched) => filled(topicArn, matched),
      },
      awsName: 'SnsAction',
      target: lastPart(action.topicArn),
      resource: action.topicArn,
      run: (matched) =>
        targets.messaging.publish(filled(topicArn, matched), Buffer.from(outputBytes(matched)).toString('utf8'), {
          perProtocol: action.json,
        }),
    };
  }
  if (action.kind === 'republish') {
    const topic = template(action.topic, true);
    return {
      permission: {
        role: action.role,
        action: 'iot:Publish',
        resourceArn: (matched) => arnOf('iot', `topic/${filled(topic, matched)}`),
      },
      awsName: 'RepublishAction',
      target: action.topic,
      resource: action.topic,
      run(matched) {
        const message = { topic: filled(topic, matched), payload: outputBytes(matched), qos: action.qos };
        const fault = publishFault({ ...message, retain: false });
        if (fault !== undefined) throw new Error(`${message.topic}: ${fault.reason}`);
        targets.republish(message);
      },
    };
  }
  const namePrefix = template(action.namePrefix);
  const workflowArn = template(action.workflowArn);
  return {
    permission: {
      role: action.role,
      action: 'states:StartExecution',
      resourceArn: (matched) => filled(workflowArn, matched),
    },
    awsName: 'StepFunctionsAction',
    target: lastPart(action.workflowArn),
    resource: action.workflowArn,
    run(matched) {
      const name = `${filled(namePrefix, matched)}${targets.newUuid()}`;
      const input = Buffer.from(outputBytes(matched)).toString('utf8');
      targets.workflows.start({ workflowArn: filled(workflowArn, matched), name, input, cause: matched.cause });
    },
  };
}
