import { S3BucketMetric } from '@cdktf/provider-aws/lib/s3-bucket-metric';
import type { Construct } from 'constructs';
import { hours, seconds } from '../../config/units';
import { bindings } from '../../contracts/bindings';
import { AlertTopic } from '../constructs/alert-topic';
import { Feature } from '../constructs/feature';
import { LogForwarding } from '../constructs/log-forwarding';
import { NodeFunction } from '../constructs/node-function';
import { platformOf } from '../constructs/platform';
import { PrivateBucket } from '../constructs/private-bucket';
import { Stream } from '../constructs/stream';
import { StreamToFunction } from '../constructs/stream-to-function';

/** Error and REPORT lines of every function → the stream → `alert-message` → the topic that people listen to. */
export class Alerts extends Feature {
  constructor(scope: Construct, id: string, { functions }: { readonly functions: readonly NodeFunction[] }) {
    super(scope, id);
    const { environment } = platformOf(this);
    const stream = new Stream(this, 'alert-message-stream', { name: 'AlertMessageStream', ...environment.alertStream });
    // Of the functions that were there before it: the lines of `alert-message` itself would feed it for ever.
    new LogForwarding(this, 'errors-and-reports', { of: functions, matching: '?ERROR ?REPORT', to: stream });

    const topic = new AlertTopic(this, 'alerts');
    const alertMessage = new NodeFunction(this, 'alert-message', {
      timeout: seconds(30),
      environment: bindings.alertMessage.environment({ topicArn: topic.arn }),
      can: topic.publishing,
    });
    const failures = new PrivateBucket(this, 'alert-message-failures', { keeps: environment.retention.failedRecords });
    // Its name is the tag `filterid` of the figures: monitors/s3.ts knows by it what a put means.
    new S3BucketMetric(this, 'parked-records', { bucket: failures.name, name: 'parked-records' });
    new StreamToFunction(this, 'alert-message-records', {
      from: stream,
      to: alertMessage,
      batchSize: 5,
      retries: 3,
      newerThan: hours(6),
      failuresTo: failures,
    });
  }
}
