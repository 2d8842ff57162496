import type { z } from 'zod';
import { describe } from '../screen/describe';
import type { Event, EventNotice as EventNoticeSchema, PayloadContent } from './contract';
import type { RecordedEvent } from './event-log';
import { type EventNames, modelOf, payloadReferences } from './event-model';
import { isFailure, subjectOf } from './event-subject';
import type { PayloadPlace } from './payload-store';
import { isReplayable } from './replay';

export type ConsoleEvent = z.infer<typeof Event>;
type EventNotice = z.infer<typeof EventNoticeSchema>;
/** Values of a notice, some of which are undefined. */
type NoticeValues = { readonly [Key in Exclude<keyof EventNotice, 'links'>]: EventNotice[Key] | undefined } & {
  readonly links: readonly number[];
};

/** Converts a recorded event to the console's format. */
export function consoleEvent(recorded: RecordedEvent, names: EventNames): ConsoleEvent {
  const { event, payloads, links } = recorded;
  const { symbol, tone, what, details, below } = describe(event);
  const { address, ...model } = modelOf(event, names);
  return {
    id: event.id,
    ...(event.cause !== undefined && { cause: event.cause }),
    trace: event.trace,
    at: new Date(event.at).toISOString(),
    kind: event.kind,
    symbol,
    tone,
    title: what,
    details,
    below,
    ...model,
    ...(address !== undefined && { resource: address }),
    failed: isFailure(event),
    ...('milliseconds' in event && { milliseconds: event.milliseconds }),
    ...('requestId' in event && { requestId: event.requestId }),
    payloads: payloadReferences(event.id, payloads),
    replayable: isReplayable(recorded),
    links: [...links],
    ...(event.kind === 'batch' && { stream: event.stream }),
  };
}

/**
 * Returns a new event as JSON for the stream. Leaves it to JSON.stringify to omit undefined values, because removing them from
 * the object would be slower; at full load, this function is called thousands of times per second.
 */
export function noticeText({ event, links }: RecordedEvent, { isThing, addressOf }: EventNames): string {
  const { id, cause, trace, kind } = event;
  const { thing, resource: named } = subjectOf(event, isThing);
  const resource = named && addressOf(named.type, named.name);
  const stream = kind === 'batch' ? event.stream : undefined;
  const failed = isFailure(event);
  const notice: NoticeValues = { id, cause, trace, kind, thing, resource, failed, links, stream };
  return JSON.stringify(notice);
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Returns bytes as text if they are UTF-8, and as base64 otherwise. */
export function textOrBase64(bytes: Uint8Array): { text: string } | { base64: string } {
  try {
    return { text: decoder.decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

/** Converts a payload to the console's format. */
export function payloadContent(content: Uint8Array, { bytes, length }: PayloadPlace): z.infer<typeof PayloadContent> {
  return { bytes, truncated: length < bytes, ...textOrBase64(content) };
}
