import { CloudwatchLogSubscriptionFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter';
import type { Construct } from 'constructs';
import { Declared } from './declared';
import type { NodeFunction } from './node-function';
import { platformOf } from './platform';
import { ServiceRole } from './service-role';
import { append, type Stream } from './stream';

interface LogForwardingProps {
  readonly of: readonly NodeFunction[];
  /** CloudWatch Logs filter pattern. */
  readonly matching: string;
  readonly to: Stream;
}

/** Sends the matching lines of functions' log groups into a stream. */
export class LogForwarding extends Declared {
  constructor(scope: Construct, id: string, { of, matching, to }: LogForwardingProps) {
    super(scope, id);
    const { environment } = platformOf(this);
    const role = new ServiceRole(this, 'role', {
      name: id,
      service: 'logs.amazonaws.com',
      source: { account: environment.account, arn: `arn:aws:logs:${environment.region}:${environment.account}:*` },
      can: [append(to)],
    });
    for (const source of of) {
      new CloudwatchLogSubscriptionFilter(this, source.node.id, {
        name: id,
        logGroupName: source.logGroup.name,
        filterPattern: matching,
        destinationArn: to.arn,
        roleArn: role.arn,
        // Creating the filter sends a test record: the right to put it must be there first.
        dependsOn: [role.policy],
      });
    }
  }
}
