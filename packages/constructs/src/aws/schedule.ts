import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { parseSchedule } from '@himeshima/aws-expressions';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { report } from '../stack/problems';
import { hours } from '../units';
import type { NodeFunction } from './node-function';

interface ScheduleProps {
  readonly description: string;
  /** Schedule expression in UTC: `cron(0 17 * * ? *)` or `rate(5 minutes)`. */
  readonly at: string;
  readonly invokes: NodeFunction;
}

/** EventBridge rule that invokes a function on a schedule and passes the scheduled time. The rule has the function's name. */
export class Schedule extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { description, at, invokes }: ScheduleProps) {
    super(scope, id);
    this.check(at);
    const rule = new CloudwatchEventRule(this, 'Default', {
      name: invokes.node.id,
      description,
      scheduleExpression: at,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: invokes.node.id,
      arn: invokes.arn,
      retryPolicy: { maximumEventAgeInSeconds: hours(6).seconds, maximumRetryAttempts: 10 },
    });
    // EventBridge does not send a source account, so a permission that requires a source account would deny the invocation. The ARN includes
    // the account (EventBridge user guide, "Troubleshooting"; hashicorp/terraform-provider-aws#4116).
    new LambdaPermission(this, 'permission', {
      statementId: 'schedule',
      action: 'lambda:InvokeFunction',
      functionName: invokes.name,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
  }

  private check(at: string): void {
    try {
      parseSchedule(at);
    } catch (error) {
      report(this, {
        subject: `schedule ${this.node.id}`,
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }
}
