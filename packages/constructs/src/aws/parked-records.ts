import { S3BucketMetric } from '@cdktf/provider-aws/lib/s3-bucket-metric';
import type { Construct } from 'constructs';
import { platformOf } from '../stack/platform';
import { PrivateBucket } from './private-bucket';

/** Bucket for complete records that a function could not process. `npm run redrive` puts them back into the stream. */
export class ParkedRecords extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, { keeps: platformOf(scope).settings.retention.failedRecords });
    // The name becomes the metrics' `filterid` tag. monitors/s3.ts selects these metrics by this tag.
    new S3BucketMetric(this, 'metric', { bucket: this.name, name: 'parked-records' });
  }
}
