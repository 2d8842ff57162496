import type { EventPayload, PlatformEvent } from '../events';
import type { RecordedPayload } from './event-log';
import { decisionOf, type EventDecision, subjectOf } from './event-subject';

/** Recorded payload that GET /payloads/{ref} of the console's API returns. */
export interface PayloadReference {
  readonly label: EventPayload['label'];
  readonly ref: string;
  readonly bytes: number;
}

/** Names that events use to refer to things and resources. */
export interface EventNames {
  isThing(name: string): boolean;
  /** Returns the address of a resource by its Terraform type and name; undefined if it is not declared. */
  addressOf(type: string, name: string): string | undefined;
}

/** Values that the console and --json show in addition to those of an event. */
export interface EventModel {
  readonly thing?: string;
  /** Terraform address of the resource that the event is about. */
  readonly address?: string;
  readonly decision?: EventDecision;
}

/** Returns the thing and the resource that an event is about, and the decision that it reports. */
export function modelOf(event: PlatformEvent, { isThing, addressOf }: EventNames): EventModel {
  const { thing, resource } = subjectOf(event, isThing);
  const address = resource && addressOf(resource.type, resource.name);
  const decision = decisionOf(event);
  return {
    ...(thing !== undefined && { thing }),
    ...(address !== undefined && { address }),
    ...(decision !== undefined && { decision }),
  };
}

/**
 * Returns the references of an event's payloads. They contain the event's ID, so that a reference from an earlier start never
 * returns another payload.
 */
export const payloadReferences = (id: number, payloads: readonly RecordedPayload[]): PayloadReference[] =>
  payloads.map(({ label, place: { bytes } }, index) => ({ label, ref: `${id}-${index}`, bytes }));

/** Parses a reference to a payload: the event's ID, and the payload's position. Returns undefined if the reference is malformed. */
export function parseReference(ref: string): { readonly id: number; readonly index: number } | undefined {
  const [, id, index] = /^(\d{1,16})-(\d{1,2})$/.exec(ref) ?? [];
  return id === undefined ? undefined : { id: Number(id), index: Number(index) };
}
