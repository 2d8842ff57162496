import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { bindings } from '../../contracts/bindings';
import { ScheduledEvent } from '../../contracts/digest';
import { clientSettings } from '../shared/client-settings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { type ArchivedLine, archivedLines } from './archived-lines';
import { type Day, dayBefore } from './day';
import { dayFigures } from './day-figures';
import { digestBucket } from './digest-bucket';
import { parseSighting } from './measurement-archive';
import { parsePowerChange } from './shadow-archive';
import { writeDigest } from './write-digest';

const { archive, digests, topicName, workflows } = bindings.timerEvent.from(process.env);
const s3 = new S3Client(clientSettings);
const linesDelivered = archivedLines(s3, archive.bucket);
const changes = (day: Day) => readable(linesDelivered(archive.shadows, day), parsePowerChange);
const sightings = (day: Day) => readable(linesDelivered(archive.measurements, day), parseSighting);
const { keep } = digestBucket(s3, digests);
const figures = dayFigures(new CloudWatchClient(clientSettings), { topicName, workflows });

/** Invoked by the `timer-event` schedule, at 2:00 in Japan. */
export const handler = withLogContext(async (event) => {
  const { time } = parse(ScheduledEvent, event, 'scheduled event');
  const { date, devices } = await writeDigest(dayBefore(time, Date.now()), { changes, sightings, figures, keep });
  logger.info(`digest of ${date} written`, { devices: devices.length });
});

/** Yields the parsed lines, and logs an error for each invalid line. */
async function* readable<Read>(
  lines: AsyncIterable<ArchivedLine>,
  read: (line: unknown) => Read | undefined,
): AsyncGenerator<Read> {
  for await (const { value, key } of lines) {
    const found = read(value);
    if (found !== undefined) yield found;
    else logger.error('invalid line in the archive', { key });
  }
}
