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
import type { Lambda } from '../../lambda/lambda-service';
import type { Messaging } from '../../messaging/messaging';
import type { Workflows } from '../../step-functions/workflows';
import { publishFault } from '../broker/publish-faults';

/** Action of a rule, as declared in Terraform. */
export type RuleAction =
  | { kind: 'lambda'; functionArn: string }
  | { kind: 'dynamodbv2'; role: string; tableName: string }
  | { kind: 'kinesis'; role: string; streamName: string; partitionKey: string }
  | { kind: 'firehose'; role: string; streamName: string; separator: string }
  | { kind: 'sqs'; role: string; queueUrl: string; base64: boolean }
  | { kind: 'sns'; role: string; topicArn: string; json: boolean }
  | { kind: 'republish'; role: string; topic: string; qos: 0 | 1 }
  | { kind: 'step-functions'; role: string; workflowArn: string; namePrefix: string };

/** Services that actions call. */
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

/**
 * Function that returns a resource's ARN in the platform's account, for example
 * for `('dynamodb', 'table/device-power')`.
 */
export type ArnOf = (service: string, resource: string) => string;

export interface RuleMatch {
  message: RuleMessage;
  output: SqlValue;
  variables: readonly SqlValue[];
  ruleArn: string;
  account: string;
  cause: number | undefined;
}

/** Action with compiled substitution templates. */
export interface RunnableAction {
  /**
   * Permission that the action's role requires;
   * undefined for a Lambda action, because a rule invokes functions without a role.
   */
  permission: { role: string; action: string; resourceArn(match: RuleMatch): string } | undefined;
  /** Name of the action in the message that an error action receives, for example `DynamoDBv2Action`. */
  awsName: string;
  /** Name of the target on the screen, for example `power-on` or `device-power`. */
  target: string;
  /** Name of the resource in the message that an error action receives. */
  resource: string;
  /** Runs the action. Throws an Error if the service rejects the call. */
  run(match: RuleMatch): Promise<void> | void;
}

/** Returns the data that an action sends: the output as JSON, or the bytes of a payload that is not JSON. */
function outputBytes({ output }: RuleMatch): Uint8Array {
  return output instanceof Uint8Array ? output : Buffer.from(jsonText(output) ?? '');
}

const lastPart = (arn: string) => arn.split(/[:/]/).at(-1) ?? arn;

function parseOutput(match: RuleMatch): unknown {
  const text = jsonText(match.output);
  if (text === undefined) throw new Error("the output is not JSON: pass bytes to a function with encode(*, 'base64')");
  return JSON.parse(text);
}

function itemOf(match: RuleMatch): Record<string, object> {
  const item = parseOutput(match);
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    throw new Error('the output is not a JSON object');
  // Accept imprecise numbers. Otherwise, messages would be discarded because JavaScript supports fewer digits
  // than DynamoDB's 38.
  return marshall(item, { removeUndefinedValues: true, convertClassInstanceToMap: true, allowImpreciseNumbers: true });
}

/**
 * Compiles an action with its substitution templates (`${…}`), which are evaluated on the original payload.
 * @throws SqlError if a template is invalid
 */
export function compileAction(
  action: RuleAction,
  { rule, targets, arnOf }: { rule: CompiledRule; targets: ActionTargets; arnOf: ArnOf },
): RunnableAction {
  const template = (text: string, escapedTopic = false): Template => {
    const compiled = compileTemplate(text, { version: rule.version, set: rule.set, escapedTopic });
    if (compiled.services.length === 0) return compiled;
    throw new Error(`${text} calls a service that the local runtime does not support: ${compiled.services.join(', ')}`);
  };
  const fillTemplate = (field: Template, { message, variables }: RuleMatch) => field.evaluate(message, variables);

  if (action.kind === 'lambda') {
    const functionArn = template(action.functionArn);
    return {
      permission: undefined,
      awsName: 'LambdaAction',
      target: lastPart(action.functionArn),
      resource: action.functionArn,
      run(match) {
        const principal = {
          kind: 'service',
          service: 'iot.amazonaws.com',
          sourceArn: match.ruleArn,
          sourceAccount: match.account,
        } as const;
        targets.lambda.invokeAsync({
          functionArn: fillTemplate(functionArn, match),
          event: parseOutput(match),
          principal,
          cause: match.cause,
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
        resourceArn: (match) => arnOf('dynamodb', `table/${fillTemplate(tableName, match)}`),
      },
      awsName: 'DynamoDBv2Action',
      target: action.tableName,
      resource: action.tableName,
      run: (match) => targets.dynamodb.put(fillTemplate(tableName, match), itemOf(match), match.cause),
    };
  }
  if (action.kind === 'kinesis') {
    const partitionKey = template(action.partitionKey);
    const streamName = template(action.streamName);
    return {
      permission: {
        role: action.role,
        action: 'kinesis:PutRecord',
        resourceArn: (match) => arnOf('kinesis', `stream/${fillTemplate(streamName, match)}`),
      },
      awsName: 'KinesisAction',
      target: action.streamName,
      resource: action.streamName,
      run(match) {
        targets.kinesis.put(fillTemplate(streamName, match), {
          partitionKey: fillTemplate(partitionKey, match),
          data: outputBytes(match),
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
        resourceArn: (match) => arnOf('firehose', `deliverystream/${fillTemplate(streamName, match)}`),
      },
      awsName: 'FirehoseAction',
      target: action.streamName,
      resource: action.streamName,
      run(match) {
        const line = Buffer.concat([outputBytes(match), Buffer.from(action.separator)]);
        targets.firehose.put(fillTemplate(streamName, match), line);
      },
    };
  }
  if (action.kind === 'sqs') {
    const queueUrl = template(action.queueUrl);
    return {
      permission: {
        role: action.role,
        action: 'sqs:SendMessage',
        resourceArn: (match) => arnOf('sqs', lastPart(fillTemplate(queueUrl, match))),
      },
      awsName: 'SqsAction',
      target: lastPart(action.queueUrl),
      resource: action.queueUrl,
      run: (match) =>
        targets.messaging.send(
          fillTemplate(queueUrl, match),
          Buffer.from(outputBytes(match)).toString(action.base64 ? 'base64' : 'utf8'),
        ),
    };
  }
  if (action.kind === 'sns') {
    const topicArn = template(action.topicArn);
    return {
      permission: {
        role: action.role,
        action: 'sns:Publish',
        resourceArn: (match) => fillTemplate(topicArn, match),
      },
      awsName: 'SnsAction',
      target: lastPart(action.topicArn),
      resource: action.topicArn,
      run: (match) =>
        targets.messaging.publish(fillTemplate(topicArn, match), Buffer.from(outputBytes(match)).toString('utf8'), {
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
        resourceArn: (match) => arnOf('iot', `topic/${fillTemplate(topic, match)}`),
      },
      awsName: 'RepublishAction',
      target: action.topic,
      resource: action.topic,
      run(match) {
        const message = { topic: fillTemplate(topic, match), payload: outputBytes(match), qos: action.qos };
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
      resourceArn: (match) => fillTemplate(workflowArn, match),
    },
    awsName: 'StepFunctionsAction',
    target: lastPart(action.workflowArn),
    resource: action.workflowArn,
    run(match) {
      const name = `${fillTemplate(namePrefix, match)}${targets.newUuid()}`;
      const input = Buffer.from(outputBytes(match)).toString('utf8');
      targets.workflows.start({ workflowArn: fillTemplate(workflowArn, match), name, input, cause: match.cause });
    },
  };
}
