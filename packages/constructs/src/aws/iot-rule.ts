import {
  IotTopicRule,
  type IotTopicRuleConfig,
  type IotTopicRuleDynamodbv2,
  type IotTopicRuleFirehose,
  type IotTopicRuleKinesis,
  type IotTopicRuleLambda,
  type IotTopicRuleSns,
} from '@cdktf/provider-aws/lib/iot-topic-rule';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { compile, SqlError, unknownReserved } from '@himeshima/iot';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { positionIn, report } from '../stack/problems';
import { type AlertTopic, publish } from './alert-topic';
import { type DeliveryStream, grantPutRecord } from './delivery-stream';
import { type FailureQueue, send } from './failure-queue';
import type { NodeFunction } from './node-function';
import type { Grant } from './policy-document';
import { ServiceRole } from './service-role';
import { append, type Stream } from './stream';
import { put, type Table } from './table';

/**
 * Rule action. `invoke`, `store` and similar functions return actions; other actions are objects of this shape: `{ block:
 * 'cloudwatchLogs', contentOf: (roleArn) => ({ roleArn, logGroupName }), grant: […] }`.
 */
export interface RuleAction {
  /** Block of cdktf's `IotTopicRule`, for example `kinesis`. */
  readonly block: keyof IotTopicRuleConfig;
  contentOf(roleArn: string): object;
  /** Permissions for the rule's role. */
  readonly grant: Grant;
  /** Function that the rule invokes. The function's resource policy, not a grant, allows the invocation. */
  readonly invokes?: NodeFunction;
}

interface IotRuleProps {
  /** AWS IoT SQL, version 2016-03-23. */
  readonly sql: string;
  readonly description: string;
  readonly actions: readonly RuleAction[];
  /** Queue that receives one error message for each message whose actions fail after all retries. */
  readonly onError: FailureQueue;
}

// The default version, 2015-10-08, does not support literals in a SELECT list.
const sqlVersion = '2016-03-23';

/** Invokes the function asynchronously, with the selected object as its event. */
export const invoke = (target: NodeFunction): RuleAction => ({
  block: 'lambda',
  contentOf: () => ({ functionArn: target.arn }) satisfies IotTopicRuleLambda,
  grant: [],
  invokes: target,
});

/** Puts the selected object into the table, one attribute per root key (AWS IoT developer guide, "DynamoDBv2"). */
export const store = (table: Table): RuleAction => ({
  block: 'dynamodbv2',
  contentOf: (roleArn) => ({ roleArn, putItem: { tableName: table.name } }) satisfies IotTopicRuleDynamodbv2,
  grant: put(table),
});

/**
 * Puts the selected object into the stream. Records with the same partition key stay in order.
 * @param partitionKey substitution template, for example `${topic(3)}`
 */
export const appendTo = (stream: Stream, partitionKey: string): RuleAction => ({
  block: 'kinesis',
  contentOf: (roleArn) =>
    ({
      roleArn,
      streamName: stream.name,
      // escape the template, because Terraform would otherwise evaluate it
      partitionKey: partitionKey.replaceAll('${', () => '$${'),
    }) satisfies IotTopicRuleKinesis,
  grant: append(stream),
});

/** Sends the selected object to the delivery stream as one line. */
export const deliverBy = (stream: DeliveryStream): RuleAction => ({
  block: 'firehose',
  contentOf: (roleArn) =>
    ({ roleArn, deliveryStreamName: stream.name, separator: '\n' }) satisfies IotTopicRuleFirehose,
  grant: grantPutRecord(stream),
});

/** Publishes the selected object to the SNS topic. */
export const notify = (topic: AlertTopic): RuleAction => ({
  block: 'sns',
  contentOf: (roleArn) => ({ roleArn, targetArn: topic.arn, messageFormat: 'RAW' }) satisfies IotTopicRuleSns,
  grant: publish(topic),
});

/** Topic rule with its own role. Its name is its id, which may contain only letters, digits and `_` (CreateTopicRule). */
export class IotRule extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { sql, description, actions, onError }: IotRuleProps) {
    super(scope, id);
    const { settings } = platformOf(this);
    this.check(id, sql);
    const arn = `arn:aws:iot:${settings.region}:${settings.account}:rule/${id}`;
    const role = new ServiceRole(this, 'rule-role', {
      name: `rule-${id.replaceAll('_', '-')}`,
      service: 'iot.amazonaws.com',
      source: { account: settings.account, arn },
      can: [send(onError), ...actions.map(({ grant }) => grant)],
    });
    const rule = new IotTopicRule(this, 'Default', {
      name: id,
      description,
      enabled: true,
      sql,
      sqlVersion,
      ...blocksOf(actions, role.arn),
      errorAction: { sqs: { queueUrl: onError.url, roleArn: role.arn, useBase64: false } },
      dependsOn: [role.policy],
    });
    for (const { block } of actions)
      if (!(block in rule)) report(this, { subject: `rule ${id}`, message: `unknown action "${block}"` });
    for (const target of actions.flatMap(({ invokes }) => invokes ?? [])) {
      new LambdaPermission(this, `rule-invokes-${target.node.id}`, {
        statementId: `rule-${id}`,
        action: 'lambda:InvokeFunction',
        functionName: target.name,
        principal: 'iot.amazonaws.com',
        sourceArn: rule.arn,
        sourceAccount: settings.account,
      });
    }
  }

  /** Reports invalid SQL and unknown reserved topics in the FROM clause. */
  private check(id: string, sql: string): void {
    const rule = this.reportSqlError(id, sql, () => compile(sql, { version: sqlVersion }));
    if (rule === undefined) return;
    const unknown = unknownReserved(rule.filter ?? '');
    if (unknown) {
      const column = sql.indexOf(rule.filter ?? '') + unknown.column;
      report(this, { subject: `rule ${id}`, message: unknown.message, at: positionIn(sql, column) });
    }
  }

  private reportSqlError<Compiled>(subject: string, text: string, compiled: () => Compiled): Compiled | undefined {
    try {
      return compiled();
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const { message, line, column } = error;
      report(this, { subject: `rule ${subject}`, message, at: { text, line, column } });
      return undefined;
    }
  }
}

/** Groups the actions by block name, in their original order. */
function blocksOf(actions: readonly RuleAction[], roleArn: string): Readonly<Record<string, object[]>> {
  const blocks = [...new Set(actions.map(({ block }) => block))];
  return Object.fromEntries(
    blocks.map((name) => [
      name,
      actions.flatMap((action) => (action.block === name ? [action.contentOf(roleArn)] : [])),
    ]),
  );
}
