import { z } from 'zod';
import { AwsError } from '../gateway/service-api';

/** Limits of a batch. Source: CloudWatch Logs API reference, "PutLogEvents". */
const mostEvents = 10_000;
const mostBytes = 1_048_576;
const overheadBytes = 26;
const dayMs = 86_400_000;
const oldestMs = 14 * dayMs;
const futureMs = 2 * 3_600_000;

export const LogEvents = z
  .array(z.object({ timestamp: z.int().nonnegative(), message: z.string().min(1) }))
  .min(1)
  .max(mostEvents);
type LogEvents = z.infer<typeof LogEvents>;

/** Indexes of the events that CloudWatch Logs rejects. The end indexes are exclusive. */
export interface RejectedLogEvents {
  tooNewLogEventStartIndex?: number;
  tooOldLogEventEndIndex?: number;
  expiredLogEventEndIndex?: number;
}

/**
 * Rejects a batch that is too large, that is not in chronological order, or whose events span more than a day. Events that are
 * too old or too new do not count toward the span.
 * @throws AwsError InvalidParameterException with CloudWatch's message
 */
export function checkBatch(events: LogEvents, now: number): void {
  const size = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + overheadBytes, 0);
  const isOrdered = events.every(({ timestamp }, index) => timestamp >= (events[index - 1]?.timestamp ?? 0));
  const valid = events.filter(({ timestamp }) => timestamp >= now - oldestMs && timestamp <= now + futureMs);
  const span = (valid.at(-1)?.timestamp ?? 0) - (valid[0]?.timestamp ?? 0);
  const faults = [
    [size > mostBytes, `Upload too large: ${size} bytes exceeds limit of ${mostBytes}`],
    [!isOrdered, 'Log events in a single PutLogEvents request must be in chronological order.'],
    [span > dayMs, 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'],
  ] as const;
  const [fault] = faults.filter(([isFault]) => isFault);
  if (fault !== undefined) throw new AwsError('InvalidParameterException', fault[1]);
}

/**
 * Splits a batch in chronological order into the events that are stored and the indexes of all others.
 * @param retentionDays retention of the log group; 0 if its events never expire
 */
export function acceptedEvents(
  events: LogEvents,
  { now, retentionDays }: { now: number; retentionDays: number },
): { accepted: LogEvents; rejected: RejectedLogEvents | undefined } {
  const firstAfter = (isAfter: (timestamp: number) => boolean) => {
    const index = events.findIndex(({ timestamp }) => isAfter(timestamp));
    return index === -1 ? events.length : index;
  };
  const oldEnd = firstAfter((timestamp) => timestamp >= now - oldestMs);
  const expiredEnd = retentionDays === 0 ? 0 : firstAfter((timestamp) => timestamp >= now - retentionDays * dayMs);
  const newStart = firstAfter((timestamp) => timestamp > now + futureMs);
  const rejected = {
    ...(newStart < events.length && { tooNewLogEventStartIndex: newStart }),
    ...(oldEnd > 0 && { tooOldLogEventEndIndex: oldEnd }),
    ...(expiredEnd > 0 && { expiredLogEventEndIndex: expiredEnd }),
  };
  return {
    accepted: events.slice(Math.max(oldEnd, expiredEnd), newStart),
    rejected: Object.keys(rejected).length === 0 ? undefined : rejected,
  };
}
