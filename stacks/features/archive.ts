import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';
import { PrivateBucket } from '../constructs/private-bucket';

/** Long-term archive: files of JSON lines, in one folder per delivery stream and day. */
export class Archive extends Feature {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'archive', { keeps: platformOf(this).environment.retention.archive });
  }
}
