import { IotTopicRule } from '@cdktf/provider-aws/lib/iot-topic-rule';
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

type RuleAction =
  | { readonly kind: 'invoke'; readonly target: NodeFunction }
  | { readonly kind: 'store'; readonly table: Table }
  | { readonly kind: 'append'; readonly stream: Stream; readonly partitionKey: string }
  | { readonly kind: 'deliver'; readonly stream: DeliveryStream }
  | { readonly kind: 'notify'; readonly topic: AlertTopic };

interface IotRuleProps {
  /** AWS IoT SQL, version 2016-03-23. */
  readonly sql: string;
  readonly description: string;
  readonly actions: readonly RuleAction[];
  /** Receives one message per failed message and rule, after all retries. */
  readonly onError: FailureQueue;
}

// The default, 2015-10-08, does not support literals in a SELECT list.
const sqlVersion = '2016-03-23';

/** Invokes the function asynchronously, with the selected object as its event. */
export const invoke = (target: NodeFunction): RuleAction => ({ kind: 'invoke', target });

/** Puts the selected object into the table, one attribute per root key (AWS IoT developer guide, "DynamoDBv2"). */
export const store = (table: Table): RuleAction => ({ kind: 'store', table });

/**
 * Puts the selected object into the stream. Records with the same partition key stay in order.
 * @param partitionKey substitution template, for example `${topic(3)}`
 */
export const appendTo = (stream: Stream, partitionKey: string): RuleAction => ({
  kind: 'append',
  stream,
  partitionKey,
});

/** Sends the selected object to the delivery stream, as a line. */
export const deliverBy = (stream: DeliveryStream): RuleAction => ({ kind: 'deliver', stream });

/** Publishes the selected object to the SNS topic. */
export const notify = (topic: AlertTopic): RuleAction => ({ kind: 'notify', topic });

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
      can: [send(onError), ...actions.map(grantOf)],
    });
    const invoked = actions.flatMap((action) => (action.kind === 'invoke' ? [action.target] : []));
    const stored = actions.flatMap((action) => (action.kind === 'store' ? [action.table] : []));
    const appended = actions.flatMap((action) => (action.kind === 'append' ? [action] : []));
    const delivered = actions.flatMap((action) => (action.kind === 'deliver' ? [action.stream] : []));
    const notified = actions.flatMap((action) => (action.kind === 'notify' ? [action.topic] : []));
    const rule = new IotTopicRule(this, 'Default', {
      name: id,
      description,
      enabled: true,
      sql,
      sqlVersion,
      ...(invoked.length > 0 && { lambda: invoked.map((target) => ({ functionArn: target.arn })) }),
      ...(stored.length > 0 && {
        dynamodbv2: stored.map((table) => ({ roleArn: role.arn, putItem: { tableName: table.name } })),
      }),
      ...(appended.length > 0 && {
        kinesis: appended.map(({ stream, partitionKey }) => ({
          roleArn: role.arn,
          streamName: stream.name,
          // escaped, because Terraform would evaluate the template
          partitionKey: partitionKey.replaceAll('${', () => '$${'),
        })),
      }),
      ...(delivered.length > 0 && {
        firehose: delivered.map((stream) => ({
          roleArn: role.arn,
          deliveryStreamName: stream.name,
          separator: '\n',
        })),
      }),
      ...(notified.length > 0 && {
        sns: notified.map((topic) => ({ roleArn: role.arn, targetArn: topic.arn, messageFormat: 'RAW' })),
      }),
      errorAction: { sqs: { queueUrl: onError.url, roleArn: role.arn, useBase64: false } },
      dependsOn: [role.policy],
    });
    for (const target of invoked) {
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

  /** Reports invalid SQL, and an unknown reserved topic in FROM. */
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

function grantOf(action: RuleAction): Grant {
  switch (action.kind) {
    case 'invoke':
      // granted by the function's resource policy, not by the rule's role
      return [];
    case 'store':
      return put(action.table);
    case 'append':
      return append(action.stream);
    case 'deliver':
      return grantPutRecord(action.stream);
    case 'notify':
      return publish(action.topic);
    default:
      return action satisfies never;
  }
}
