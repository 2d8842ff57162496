import { PatternError, parseFilterPattern } from '@himeshima/aws-expressions';
import { z } from 'zod';
import type { Clock } from '../clock';
import { type JsonOperation, operation } from '../gateway/json-api';
import { pageOf } from '../gateway/page';
import { AwsError } from '../gateway/service-api';
import { eventPage } from './event-page';
import { acceptedEvents, checkBatch, LogEvents } from './log-batch';
import { groupOf, invalidCode, NamedGroup } from './log-names';
import type { LogEvent, LogGroup, Logs } from './logs';

const Window = z.object({
  startTime: z.number().optional(),
  endTime: z.number().optional(),
  limit: z.int().min(1).max(10_000).default(10_000),
});

const FilterLogEvents = NamedGroup.extend(Window.shape).extend({
  filterPattern: z.string().max(1024).default(''),
  logStreamNames: z.array(z.string().min(1)).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().min(1).optional(),
  nextToken: z.string().optional(),
  startFromHead: z.boolean().default(true),
});

/** Earliest start of a time range that can be read from its end. Source: API reference, "FilterLogEvents", startFromHead. */
const firstReversible = Date.UTC(2024, 0, 1);

/**
 * Returns the direction and the position in a token. A token determines the direction of its page.
 * @throws AwsError InvalidParameterException if events before 2024 would be read from the end
 */
function directionOf({ nextToken, startFromHead, startTime = firstReversible }: z.infer<typeof FilterLogEvents>) {
  const [, direction, token] = /^([fb])\/(.*)$/.exec(nextToken ?? '') ?? [];
  if (direction !== undefined) return { isForward: direction === 'f', token };
  if (!startFromHead && startTime < firstReversible)
    throw new AwsError(invalidCode, 'startFromHead can be false only if startTime is on or after 2024-01-01.');
  return { isForward: startFromHead, token: nextToken };
}

const PutLogEvents = z.object({
  logGroupName: z.string().min(1).max(512),
  logStreamName: z.string().min(1).max(512),
  logEvents: LogEvents,
});

/**
 * Parses a CloudWatch Logs filter pattern.
 * @throws AwsError InvalidParameterException, as in CloudWatch
 */
function patternOf(text: string) {
  try {
    return parseFilterPattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new AwsError(invalidCode, error.message);
  }
}

/**
 * Returns a stream's events, sorted by time.
 * @throws AwsError ResourceNotFoundException if the stream does not exist
 */
function eventsOf({ streams }: LogGroup, stream: string): readonly LogEvent[] {
  const events = Object.hasOwn(streams, stream) ? streams[stream] : undefined;
  if (events === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  return events.toSorted((a, b) => a.timestamp - b.timestamp);
}

/**
 * Returns the names of the streams that a call selects.
 * @throws AwsError InvalidParameterException if the call contains names and a prefix
 */
function selectedStreams(
  { streams }: LogGroup,
  { logStreamNames, logStreamNamePrefix }: z.infer<typeof FilterLogEvents>,
): readonly string[] {
  if (logStreamNames !== undefined && logStreamNamePrefix !== undefined)
    throw new AwsError(invalidCode, 'Only one of logStreamNames and logStreamNamePrefix can be specified.');
  return logStreamNames ?? Object.keys(streams).filter((name) => name.startsWith(logStreamNamePrefix ?? ''));
}

/** Token with as many digits as on AWS. */
const sequenceToken = '49'.padEnd(56, '0');

const ingestionTime = ({ timestamp, ingestedAt = timestamp }: LogEvent) => ingestedAt;

/** Creates the operations that write and read log events. */
export function logEventsOperations(
  logs: Logs,
  clock: Pick<Clock, 'now'>,
): Readonly<Record<'FilterLogEvents' | 'GetLogEvents' | 'PutLogEvents', JsonOperation>> {
  return {
    PutLogEvents: operation(
      PutLogEvents,
      ({ logGroupName, logStreamName, logEvents }, { cause }) => {
        const group = logs.group(logGroupName);
        eventsOf(group, logStreamName);
        checkBatch(logEvents, clock.now());
        const { retentionDays } = group;
        const { accepted, rejected } = acceptedEvents(logEvents, { now: clock.now(), retentionDays });
        if (accepted.length > 0) logs.writeEvents(logGroupName, logStreamName, accepted, cause);
        // the token is ignored, and constant (API reference, "PutLogEvents")
        return { nextSequenceToken: sequenceToken, ...(rejected && { rejectedLogEventsInfo: rejected }) };
      },
      invalidCode,
    ),
    GetLogEvents: operation(
      NamedGroup.extend(Window.shape).extend({
        logStreamName: z.string(),
        nextToken: z.string().optional(),
        startFromHead: z.boolean().default(false),
      }),
      (input) => {
        // unlike FilterLogEvents, GetLogEvents excludes the end of the range
        const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
        const found = eventsOf(logs.group(groupOf(input)), input.logStreamName).filter(
          ({ timestamp }) => timestamp >= startTime && timestamp < endTime,
        );
        const page = eventPage(found, input);
        return {
          ...page,
          events: page.events.map((event) => ({
            timestamp: event.timestamp,
            message: event.message,
            ingestionTime: ingestionTime(event),
          })),
        };
      },
      invalidCode,
    ),
    FilterLogEvents: operation(
      FilterLogEvents,
      (input) => {
        const pattern = patternOf(input.filterPattern);
        const { isForward, token } = directionOf(input);
        const group = logs.group(groupOf(input));
        const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = input;
        const found = selectedStreams(group, input)
          .flatMap((logStreamName) =>
            eventsOf(group, logStreamName)
              .filter(
                ({ timestamp, message }) => timestamp >= startTime && timestamp <= endTime && pattern.matches(message),
              )
              .map((event) => ({ logStreamName, event })),
          )
          .sort((a, b) => a.event.timestamp - b.event.timestamp);
        const { items, nextToken } = pageOf(isForward ? found : found.reverse(), {
          size: input.limit,
          token,
          invalidTokenCode: invalidCode,
        });
        return {
          events: items.map(({ logStreamName, event }) => ({
            logStreamName,
            timestamp: event.timestamp,
            message: event.message,
            ingestionTime: ingestionTime(event),
            eventId: event.id,
          })),
          searchedLogStreams: [],
          ...(nextToken && { nextToken: `${isForward ? 'f' : 'b'}/${nextToken.NextToken}` }),
        };
      },
      invalidCode,
    ),
  };
}
