import type { z } from 'zod';
import { describe } from '../screen/describe';
import type { Event, PayloadContent } from './contract';
import type { RecordedEvent, RecordedPayload } from './event-log';
import { decisionOf, isFailure, subjectOf } from './event-subject';
import type { PayloadPlace } from './payload-store';
import type { PlatformResources } from './platform-resources';
import { isReplayable } from './replay';

export type ConsoleEvent = z.infer<typeof Event>;

const refOf = ({ segment, offset, length, bytes }: PayloadPlace) => `${segment}-${offset}-${length}-${bytes}`;

/** Parses a payload reference. Returns undefined if it is malformed. */
export function placeOf(ref: string): PayloadPlace | undefined {
  const [, segment, offset, length, bytes] = /^(\d{1,9})-(\d{1,12})-(\d{1,9})-(\d{1,12})$/.exec(ref) ?? [];
  if (segment === undefined) return undefined;
  return { segment: Number(segment), offset: Number(offset), length: Number(length), bytes: Number(bytes) };
}

const payloadOf = ({ label, place }: RecordedPayload) => ({ label, ref: refOf(place), bytes: place.bytes });

/** Converts a recorded event to the console's format. */
export function consoleEvent(
  recorded: RecordedEvent,
  { addressOf, isThing }: Pick<PlatformResources, 'addressOf'> & { isThing(name: string): boolean },
): ConsoleEvent {
  const { event, payloads, links } = recorded;
  const { symbol, tone, what, details, below } = describe(event);
  const { thing, resource } = subjectOf(event, isThing);
  const address = resource && addressOf(resource.type, resource.name);
  const decision = decisionOf(event);
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
    ...(thing !== undefined && { thing }),
    ...(address !== undefined && { resource: address }),
    ...(decision !== undefined && { decision }),
    failed: isFailure(event),
    ...('milliseconds' in event && { milliseconds: event.milliseconds }),
    ...('requestId' in event && { requestId: event.requestId }),
    payloads: payloads.map(payloadOf),
    replayable: isReplayable(recorded),
    links: [...links],
  };
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
