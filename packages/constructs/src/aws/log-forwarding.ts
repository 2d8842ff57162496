import type { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import { ServiceRole } from './service-role';
import { append, type Stream } from './stream';

/** Construct with a log group. */
export interface Logging {
  readonly logGroup: CloudwatchLogGroup;
}

interface ForwardedLogs {
  readonly from: readonly (Logging & Construct)[];
  /** CloudWatch Logs filter pattern. */
  readonly matching: string;
}

interface LogForwardingProps {
  readonly lines: readonly ForwardedLogs[];
  readonly to: Stream;
}

/** Forwards matching lines from log groups to a Kinesis stream. */
export class LogForwarding extends DeclaredConstruct {
  constructor(scope: Construct, id: string, { lines, to }: LogForwardingProps) {
    super(scope, id);
    const { settings } = platformOf(this);
    const role = new ServiceRole(this, 'role', {
      name: id,
      service: 'logs.amazonaws.com',
      source: { account: settings.account, arn: `arn:aws:logs:${settings.region}:${settings.account}:*` },
      can: [append(to)],
    });
    for (const { from, filterPattern } of lines.flatMap(({ from, matching }) =>
      from.map((source) => ({ from: source, filterPattern: matching })),
    )) {
      new CloudwatchLogSubscriptionFilter(this, from.node.id, {
        name: id,
        logGroupName: from.logGroup.name,
        filterPattern,
        destinationArn: to.arn,
        roleArn: role.arn,
        // CloudWatch Logs sends a test record when the filter is created, so the role must already have its permission.
        dependsOn: [role.policy],
      });
    }
  }
}
