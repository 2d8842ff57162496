import { DeliveryStream, Feature, PrivateBucket } from '@himeshima/constructs';
import { minutes } from '@himeshima/constructs/units';
import type { Construct } from 'constructs';
import { archiveDay } from '../../contracts/archive';
import { environmentOf } from '../environment-context';

/** Long-term archive: files of JSON lines, in one folder per delivery stream and day. */
export class Archive extends Feature {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new PrivateBucket(this, 'archive', { keeps: environmentOf(this).retention.archive });
  }

  /** Declares a delivery stream for a feature that archives its records. @param scope feature that declares the stream */
  deliver(scope: Feature, stream: string): DeliveryStream {
    const folderOf = (day: string) => archiveDay(stream, day);
    return new DeliveryStream(scope, stream, { to: this.bucket, within: minutes(5), folderOf });
  }
}
