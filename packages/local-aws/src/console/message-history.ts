import { matches } from '@himeshima/iot';
import type { z } from 'zod';
import type { FlowingMessage } from '../iot/message-flow';
import { textOrBase64 } from './console-event';
import type { Message, Topics } from './contract';
import type { EventLog } from './event-log';
import type { PayloadPlace, PayloadStore } from './payload-store';

type ConsoleMessage = z.infer<typeof Message>;

interface KeptMessage {
  readonly topic: string;
  readonly at: number;
  readonly bytes: number;
  readonly from: string | undefined;
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
  /** Returns the newest messages with their payloads, oldest first. */
  payloads(filter: string, most: number): { message: ConsoleMessage; payload: Uint8Array }[];
}

const messagesKept = 100;
const topicsKept = 2_000;

/** Creates the history. It keeps the last hundred messages of each of the first 2,000 topics. */
export function createMessageHistory(parts: {
  now(): number;
  log: Pick<EventLog, 'find'>;
  payloads: Pick<PayloadStore, 'write' | 'read'>;
}): MessageHistory {
  const { now, log, payloads } = parts;
  const topics = new Map<string, KeptTopic>();
  const unlisted = new Set<string>();

  const topicOf = (name: string): KeptTopic | undefined => {
    const known = topics.get(name);
    if (known !== undefined) return known;
    if (topics.size >= topicsKept) {
      if (unlisted.size < topicsKept) unlisted.add(name);
      return undefined;
    }
    const created = { messages: 0, bytes: 0, last: 0, newest: [] };
    topics.set(name, created);
    return created;
  };

  const withContent = (kept: KeptMessage, payload: Uint8Array | undefined): ConsoleMessage => ({
    topic: kept.topic,
    at: new Date(kept.at).toISOString(),
    bytes: kept.bytes,
    ...(kept.from !== undefined && { from: kept.from }),
    qos: kept.qos,
    retain: kept.retain,
    ...(kept.trace !== undefined && { trace: kept.trace }),
    ...(payload !== undefined && textOrBase64(payload)),
  });

  const newestOf = (filter: string, most: number): readonly KeptMessage[] =>
    [...topics]
      .flatMap(([topic, { newest }]) => (matches(filter, topic) ? newest : []))
      .toSorted((a, b) => b.at - a.at)
      .slice(0, most);

  const contentOf = ({ place }: KeptMessage) => (place === undefined ? undefined : payloads.read(place));

  return {
    record({ topic, payload, publisher, qos = 1, retain = false, cause }) {
      const event = cause === undefined ? undefined : log.find(cause);
      // the event of a device's message already has the payload
      const known = event?.payloads.find(
        ({ label, place }) => label === 'message' && place.bytes === payload.byteLength,
      );
      const kept = {
        topic,
        at: now(),
        bytes: payload.byteLength,
        from: publisher?.clientId,
        qos,
        retain,
        trace: event?.event.trace,
        place: known?.place ?? (payload.byteLength === 0 ? undefined : payloads.write(payload)),
      };
      const own = topicOf(topic);
      if (own !== undefined) {
        own.messages += 1;
        own.bytes += kept.bytes;
        own.last = kept.at;
        own.newest.push(kept);
        if (own.newest.length > messagesKept) own.newest.shift();
      }
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
      dropped: unlisted.size,
    }),
    list: (filter, most) => newestOf(filter, most).map((kept) => withContent(kept, contentOf(kept))),
    payloads: (filter, most) =>
      newestOf(filter, most).map((kept) => {
        const payload = contentOf(kept) ?? new Uint8Array();
        return { message: withContent(kept, payload), payload };
      }),
  };
}

/** Returns the number of messages per minute, extrapolated if the kept messages cover less than a minute. */
function perMinute(newest: readonly KeptMessage[], now: number): number {
  const recent = newest.filter(({ at }) => at > now - 60_000);
  const [first] = recent;
  if (first === undefined) return 0;
  if (recent.length < messagesKept) return recent.length;
  return Math.round((recent.length / Math.max(1, now - first.at)) * 60_000);
}
