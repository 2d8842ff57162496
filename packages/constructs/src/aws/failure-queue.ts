import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import type { Construct } from 'constructs';
import { DeclaredConstruct } from '../stack/declared-construct';
import { platformOf } from '../stack/platform';
import type { Grant, Statement } from './policy-document';

/** SQS queue that keeps failed events for inspection and redrive. Its name is its id. */
export class FailureQueue extends DeclaredConstruct {
  readonly arn: string;
  readonly url: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { settings, key } = platformOf(this);
    const queue = new SqsQueue(this, 'Default', {
      name: id,
      messageRetentionSeconds: settings.retention.failedEvents.seconds,
      kmsMasterKeyId: key.arn,
    });
    this.arn = queue.arn;
    this.url = queue.url;
  }
}

/** Grants permission to send to the queue and to use its key (SQS developer guide, "Key management"). */
export function send(queue: FailureQueue): Grant {
  const message: Statement = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: queue.arn };
  return [message, platformOf(queue).key.useThrough('sqs')];
}
