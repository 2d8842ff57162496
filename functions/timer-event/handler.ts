import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { bindings } from '../../contracts/bindings';
import { ScheduledEvent } from '../../contracts/digest';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { dayBefore } from './day';
import { dayFigures } from './day-figures';
import { digestBucket } from './digest-bucket';
import { shadowArchive } from './shadow-archive';
import { writeDigest } from './write-digest';

const { archive, digests, topicName, workflows } = bindings.timerEvent.from(process.env);
const s3 = new S3Client(clientSettings);
const { changes } = shadowArchive(s3, archive, (key) =>
  logger.error('a line of the archive is no change of a shadow', { key }),
);
const { keep } = digestBucket(s3, digests);
const figures = dayFigures(new CloudWatchClient(clientSettings), { topicName, workflows });

/** Invoked by the schedule `timer-event`, at 2:00 in Japan. */
export const handler = withLogContext(async (event) => {
  const { time } = parse(ScheduledEvent, event, 'scheduled event');
  const { date, devices } = await writeDigest(dayBefore(time, Date.now()), { changes, figures, keep });
  logger.info(`digest of ${date} written`, { devices: devices.length });
});
