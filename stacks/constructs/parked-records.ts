import { S3BucketMetric } from '@cdktf/provider-aws/lib/s3-bucket-metric';
import type { Construct } from 'constructs';
import { platformOf } from './platform';
import { PrivateBucket } from './private-bucket';

/** Holds, whole, the records that a function could not process: `npm run redrive` puts them back. */
export class ParkedRecords extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, { keeps: platformOf(scope).environment.retention.failedRecords });
    // Its name is the tag `filterid` of the figures: monitors/s3.ts knows by it what a put means.
    new S3BucketMetric(this, 'metric', { bucket: this.name, name: 'parked-records' });
  }
}
