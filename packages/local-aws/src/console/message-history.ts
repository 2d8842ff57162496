import { matches, type tryRule } from '@himeshima/iot';
import type { z } from 'zod';
import type { PlatformEvent } from '../events';
import type { FlowingMessage } from '../iot/message-flow';
import { textOrBase64 } from './console-event';
import type { Message, Topics } from './contract';
import type { EventLog, RecordedPayload } from './event-log';
import type { PayloadPlace, PayloadStore } from './payload-store';

type ConsoleMessage = z.infer<typeof Message>;

interface KeptMessage {
  readonly topic: string;
  readonly at: number;
  readonly bytes: number;
  readonly publisher: FlowingMessage['publisher'];
  readonly headers: FlowingMessage['headers'];
  readonly messageExpiry: FlowingMessage['messageExpiry'];
  readonly qos: number;
  readonly retain: boolean;
  readonly trace: number | undefined;
  readonly place: PayloadPlace | undefined;
}

interface KeptTopic {
  messages: number;
  bytes: number;
  last: number;
  /** Newest messages, oldest first. */
  readonly newest: KeptMessage[];
}

/** Recent MQTT messages by topic. */
export interface MessageHistory {
  /** Records a message. Returns a function that converts it, which is called only if a client receives the message. */
  record(message: FlowingMessage): () => ConsoleMessage;
  topics(): z.infer<typeof Topics>;
  /** Returns the newest messages whose topic matches a filter, newest first. */
  list(filter: string, most: number): ConsoleMessage[];
  /** Returns the newest messages, except those whose payload was deleted, with the fields that rules can see; newest first. */
  payloads(filter: string, most: number): { message: ConsoleMessage; payload: Uint8Array; fields: RuleFields }[];
}

/** Message fields that rules can see, in addition to the payload. */
type RuleFields = Pick<
  Parameters<typeof tryRule>[0],
  'topic' | 'timestamp' | 'clientId' | 'principal' | 'sourceIp' | 'headers'
>;

/** Returns the MQTT 5 properties of a message, if it has any. */
export function messageProperties({
  headers = {},
  messageExpiry,
}: Pick<FlowingMessage, 'headers' | 'messageExpiry'>): Pick<ConsoleMessage, 'properties'> {
  const { userProperties, ...others } = headers;
  const properties = {
    ...others,
    ...(messageExpiry !== undefined && { messageExpiry }),
    ...(userProperties !== undefined && {
      userProperties: userProperties.map(([name, value]): [string, string] => [name, value]),
    }),
  };
  return Object.keys(properties).length === 0 ? {} : { properties };
}

const maxMessages = 100;
const maxTopics = 2_000;

/** Creates the history. It keeps the last hundred messages of each of the 2,000 most recently used topics. */
export function createMessageHistory(parts: {
  now(): number;
  log: Pick<EventLog, 'find'>;
  payloads: Pick<PayloadStore, 'write' | 'read'>;
}): MessageHistory {
  const { now, log, payloads } = parts;
  /** Topics in the order of their last messages. */
  const topics = new Map<string, KeptTopic>();
  const evicted = new Set<string>();

  /** Returns a topic, and makes it the most recently used. */
  const topicOf = (name: string): KeptTopic => {
    const topic = topics.get(name) ?? { messages: 0, bytes: 0, last: 0, newest: [] };
    topics.delete(name);
    topics.set(name, topic);
    evicted.delete(name);
    const [oldest] = topics.keys();
    if (topics.size > maxTopics && oldest !== undefined) {
      topics.delete(oldest);
      evicted.add(oldest);
    }
    return topic;
  };

  const withContent = (kept: KeptMessage, payload: Uint8Array | undefined): ConsoleMessage => ({
    topic: kept.topic,
    at: new Date(kept.at).toISOString(),
    bytes: kept.bytes,
    ...(kept.publisher?.clientId !== undefined && { from: kept.publisher.clientId }),
    qos: kept.qos,
    retain: kept.retain,
    ...messageProperties(kept),
    ...(kept.trace !== undefined && { trace: kept.trace }),
    ...(payload !== undefined && textOrBase64(payload)),
  });

  const newestOf = (filter: string, most: number): readonly KeptMessage[] =>
    [...topics]
      .flatMap(([topic, { newest }]) => (matches(filter, topic) ? newest.toReversed() : []))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, most);

  /** Returns a message's payload; undefined if it was deleted. */
  const contentOf = ({ place, bytes }: KeptMessage) => {
    if (bytes === 0) return new Uint8Array();
    return place === undefined ? undefined : payloads.read(place);
  };

  return {
    record({ topic, payload, publisher, headers, messageExpiry, qos = 1, retain = false, cause }) {
      const event = cause === undefined ? undefined : log.find(cause);
      // the event that reports this message already has the payload
      const reported = event && reportedLabel(event.event, topic);
      const known = reported && event.payloads.find(({ label }) => label === reported);
      const kept = {
        topic,
        at: now(),
        bytes: payload.byteLength,
        publisher,
        headers,
        messageExpiry,
        qos,
        retain,
        trace: event?.event.trace,
        place: known?.place ?? (payload.byteLength === 0 ? undefined : payloads.write(payload)),
      };
      const own = topicOf(topic);
      own.messages += 1;
      own.bytes += kept.bytes;
      own.last = kept.at;
      own.newest.push(kept);
      if (own.newest.length > maxMessages) own.newest.shift();
      return () => withContent(kept, payload);
    },
    topics: () => ({
      topics: [...topics].map(([topic, { messages, bytes, last, newest }]) => ({
        topic,
        messages,
        bytes,
        perMinute: perMinute(newest, now()),
        last: new Date(last).toISOString(),
      })),
      dropped: evicted.size,
    }),
    list: (filter, most) => newestOf(filter, most).map((kept) => withContent(kept, contentOf(kept))),
    payloads: (filter, most) =>
      newestOf(filter, most).flatMap((kept) => {
        const payload = contentOf(kept);
        if (payload === undefined) return [];
        const { topic, at, publisher, headers } = kept;
        const { clientId, principalId, sourceIp } = publisher ?? {};
        const fields = { topic, timestamp: Math.floor(at), clientId, principal: principalId, sourceIp, headers };
        return [{ message: withContent(kept, payload), payload, fields }];
      }),
  };
}

/** Returns the label of an event's payload if the event reports a message on the given topic; undefined otherwise. */
function reportedLabel(event: PlatformEvent, topic: string): RecordedPayload['label'] | undefined {
  if (event.kind === 'published') return event.topic === topic ? 'message' : undefined;
  if (event.kind !== 'shadow-updated' && event.kind !== 'shadow-rejected') return undefined;
  if (topic.endsWith('/update/documents')) return 'document';
  return topic.endsWith('/update') ? 'message' : undefined;
}

/** Returns the number of messages per minute, extrapolated if the kept messages cover less than a minute. */
function perMinute(newest: readonly KeptMessage[], now: number): number {
  const recent = newest.filter(({ at }) => at > now - 60_000);
  const [first] = recent;
  if (first === undefined) return 0;
  if (recent.length < maxMessages) return recent.length;
  return Math.round((recent.length / Math.max(1, now - first.at)) * 60_000);
}
