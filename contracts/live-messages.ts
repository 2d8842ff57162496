import * as z from 'zod/mini';
import { CommandId, CommandReport, commandStates } from './commands';
import { TraceId } from './trace';
import { Moment, ThingName, Word } from './values';

/**
 * WebSocket subprotocol for pages. Pages offer their access token as a second subprotocol, because browsers do not let pages set
 * headers, and URLs end up in logs (docs/adr/0017).
 */
export const subprotocol = 'himeshima.live';

/** Index of the `live-subscriptions` table by subject, which is a thing or a room. */
export const bySubject = 'by-subject';

/** Key of a thing or room in the `live-subscriptions` table. Names of things and rooms contain no slash. */
export const subject = {
  thing: (thing: string) => `thing/${thing}`,
  room: (room: string) => `room/${room}`,
} as const;

const Action = z.enum(['subscribe', 'unsubscribe']);

/** Request from a page: subscribe to a thing or to the things in a room, or unsubscribe. */
export const LiveRequest = z.union([
  z.strictObject({ action: Action, thing: ThingName }),
  z.strictObject({ action: Action, room: Word }),
]);
export type LiveRequest = z.infer<typeof LiveRequest>;

const State = z.object({
  desired: z.optional(z.record(z.string(), z.unknown())),
  reported: z.optional(z.record(z.string(), z.unknown())),
});

const About = z.object({ thing: ThingName, room: z.optional(Word), at: z.iso.datetime(), traceId: TraceId });

/**
 * Update for a page. Pushes are not ordered, so a page must ignore a shadow with a lower `version` than the latest. `room` is
 * missing if the thing is not in a room.
 */
export const LiveMessage = z.discriminatedUnion('kind', [
  z.extend(About, { kind: z.literal('shadow'), version: z.int(), before: State, after: State }),
  z.extend(About, {
    kind: z.literal('command'),
    command: CommandId,
    power: z.boolean(),
    state: z.enum(commandStates),
    expiresAt: z.iso.datetime(),
  }),
]);
export type LiveMessage = z.infer<typeof LiveMessage>;

/** Response to a page. Problems use the format of the REST API (RFC 9457). */
export const LiveAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['subscribed', 'unsubscribed']), thing: z.optional(ThingName), room: z.optional(Word) }),
  z.object({ kind: z.literal('problem'), title: z.string(), status: z.int(), detail: z.string() }),
]);
export type LiveAnswer = z.infer<typeof LiveAnswer>;

/** Event of the `live_shadows` and `live_commands` rules for `live-push`. Times are in ms since the epoch. */
export const LiveNews = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('shadow'),
    thing: ThingName,
    at: Moment,
    version: z.int(),
    before: z.nullish(State),
    after: z.nullish(State),
    traceId: TraceId,
  }),
  z.extend(CommandReport, { kind: z.literal('command') }),
]);
export type LiveNews = z.infer<typeof LiveNews>;
