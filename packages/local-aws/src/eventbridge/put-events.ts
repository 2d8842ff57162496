import { z } from 'zod';
import { isFields, type JsonOperation, operation } from '../gateway/json-api';
import { defaultBus } from './event-buses';
import { type EventBridgeParts, invalid, rejectUnsupported } from './eventbridge-input';

const Entry = z.object({
  /** Seconds since the epoch. */
  Time: z.number().optional(),
  Source: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().max(1600).optional(),
  TraceHeader: z.string().max(500).optional(),
});
type Entry = z.infer<typeof Entry>;

/** Maximum size of a request's entries in bytes. Source: EventBridge user guide, "eb-putevent-size". */
const mostBytes = 1_048_576;

const bytesOf = ({ Time, Source = '', DetailType = '', Detail = '', Resources }: Entry): number =>
  (Time === undefined ? 0 : 14) +
  [Source, DetailType, Detail, ...Resources].reduce((total, text) => total + Buffer.byteLength(text), 0);

interface Failure {
  ErrorCode: string;
  ErrorMessage: string;
}

const failureOf = (ErrorCode: string, ErrorMessage: string): Failure => ({ ErrorCode, ErrorMessage });

const invalidArgument = (parameter: string, reason: string): Failure =>
  failureOf('InvalidArgument', `Parameter ${parameter} is not valid. Reason: ${reason}`);

function parsedDetail(text: string): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return isFields(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/** Members without which an entry fails, in the order in which AWS checks them. */
const Complete = z.object({
  Source: z.string().min(1),
  DetailType: z.string().min(1),
  Detail: z.string().min(1),
});

/** Maximum length of a detail type. Source: EventBridge API reference, "PutEventsRequestEntry". */
const mostDetailTypeCharacters = 128;

/**
 * Returns the fields of an entry, or the reason why the entry fails. Sources of the messages: localstack,
 * `tests/aws/services/events`, validated on AWS.
 */
function checkEntry(entry: Entry) {
  const complete = Complete.safeParse(entry);
  if (!complete.success) {
    const missing = String(complete.error.issues[0]?.path[0]);
    return { failure: invalidArgument(missing, `${missing} is a required argument.`) };
  }
  const { Source: source, DetailType: detailType, Detail: text } = complete.data;
  if (detailType.length > mostDetailTypeCharacters)
    return {
      failure: invalidArgument('DetailType', `DetailType must have at most ${mostDetailTypeCharacters} characters.`),
    };
  const detail = parsedDetail(text);
  if (detail === undefined) return { failure: failureOf('MalformedDetail', 'Detail is malformed.') };
  // only AWS services can use sources that start with aws. (API reference, "PutEventsRequestEntry")
  if (source.startsWith('aws.'))
    return { failure: failureOf('NotAuthorizedForSourceException', 'Not authorized for the source.') };
  return { event: { source, detailType, detail } };
}

/** Returns the operation PutEvents. Source: EventBridge API reference, "PutEvents". */
export function putEvents({ eventBuses }: Pick<EventBridgeParts, 'eventBuses'>): JsonOperation {
  const put = async (entry: Entry, cause: number | undefined) => {
    const { event, failure } = checkEntry(entry);
    if (event === undefined) return failure;
    const { EventBusName: bus = defaultBus, Resources: resources, Time } = entry;
    const time = Time === undefined ? undefined : Time * 1000;
    return { EventId: await eventBuses.put({ ...event, bus, resources, time, cause }) };
  };
  return operation(
    z.object({ Entries: z.array(Entry).min(1).max(10), EndpointId: z.string().optional() }),
    async ({ Entries, EndpointId }, { cause }) => {
      rejectUnsupported('PutEvents', { EndpointId });
      if (Entries.reduce((total, entry) => total + bytesOf(entry), 0) > mostBytes)
        throw invalid('Total size of the entries in the request is over the limit.');
      const results = [];
      for (const entry of Entries) results.push(await put(entry, cause));
      return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
    },
  );
}
