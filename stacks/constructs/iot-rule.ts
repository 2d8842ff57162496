import { IotTopicRule } from '@cdktf/provider-aws/lib/iot-topic-rule';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import type { Construct } from 'constructs';
import { checkRule } from '../../lib/iot/sql/rule';
import { SqlError } from '../../lib/iot/sql/sql-error';
import { report } from '../problems';
import { Declared } from './declared';
import type { FailureQueue } from './failure-queue';
import type { NodeFunction } from './node-function';
import { platformOf } from './platform';
import type { Statement } from './policy-document';
import { ServiceRole } from './service-role';
import { type Table, using } from './table';

type RuleAction =
  | { readonly kind: 'invoke'; readonly target: NodeFunction }
  | { readonly kind: 'store'; readonly table: Table };

interface IotRuleProps {
  /** AWS IoT SQL, version 2016-03-23. */
  readonly sql: string;
  readonly description: string;
  readonly actions: readonly RuleAction[];
  /** Gets one message a message and rule where an action failed for good. */
  readonly onError: FailureQueue;
}

// When a rule names none, AWS takes 2015-10-08, which knows no literals in a select list.
const sqlVersion = '2016-03-23';

/** Invokes the function asynchronously with the selected object as its event. */
export const invoke = (target: NodeFunction): RuleAction => ({ kind: 'invoke', target });

/** Puts the selected object into the table, one column a root key (AWS IoT developer guide, "DynamoDBv2"). */
export const store = (table: Table): RuleAction => ({ kind: 'store', table });

/** A topic rule with a role of its own. Its name is its id: letters, digits and `_` alone (CreateTopicRule). */
export class IotRule extends Declared {
  constructor(scope: Construct, id: string, { sql, description, actions, onError }: IotRuleProps) {
    super(scope, id);
    const { environment } = platformOf(this);
    this.check(id, sql);
    const arn = `arn:aws:iot:${environment.region}:${environment.account}:rule/${id}`;
    const role = new ServiceRole(this, 'rule-role', {
      name: `rule-${id.replaceAll('_', '-')}`,
      service: 'iot.amazonaws.com',
      source: { account: environment.account, arn },
      can: [...onError.sending, ...actions.flatMap(neededBy)],
    });
    const invoked = actions.flatMap((action) => (action.kind === 'invoke' ? [action.target] : []));
    const stored = actions.flatMap((action) => (action.kind === 'store' ? [action.table] : []));
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
        sourceAccount: environment.account,
      });
    }
  }

  private check(id: string, sql: string): void {
    try {
      checkRule({ sql, version: sqlVersion });
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      const { message, line, column } = error;
      report(this, { subject: `rule ${id}`, message, at: { text: sql, line, column } });
    }
  }
}

function neededBy(action: RuleAction): readonly Statement[] {
  // A function is invoked by its own resource policy, not by the rule's role.
  return action.kind === 'store' ? using(action.table, 'PutItem') : [];
}
