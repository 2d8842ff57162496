import type { Construct } from 'constructs';
import { Feature } from '../constructs/feature';
import { platformOf } from '../constructs/platform';
import { PrivateBucket } from '../constructs/private-bucket';

/** What is kept to be analysed: files of lines, a folder a delivery stream, and in it one a day. */
export class Archive extends Feature {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'archive', { keeps: platformOf(this).environment.retention.archive });
  }
}
