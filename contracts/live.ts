import * as z from 'zod/mini';
import { CommandId, CommandReport, commandStates } from './commands';
import { ThingName } from './power';
import { Word } from './telemetry';
import { TraceId } from './trace';
import { Moment } from './values';

/**
 * What a page speaks over its WebSocket. It offers this, and behind it its access token: browsers let no page set a header
 * of its own, and what stands in an address gets into logs (docs/adr/0017).
 */
export const subprotocol = 'himeshima.live';

/** By whom it is heard: the index of the table `live-subscriptions`. */
export const bySubject = 'by-subject';

/** What may be listened to, by its key in the table. Neither names of things nor of rooms have a slash. */
export const subject = {
  thing: (thing: string) => `thing/${thing}`,
  room: (room: string) => `room/${room}`,
} as const;

const Action = z.enum(['subscribe', 'unsubscribe']);

/** What a page asks: to hear of a thing, or of the things in a room, or no more of it. */
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
 * What a page hears. `version` is that of the shadow: what is pushed keeps no order, and a page takes the newest. `room` is
 * where the thing is, if it is in one.
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

/** What a page is answered; a problem in the words of the REST API (RFC 9457). */
export const LiveAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['subscribed', 'unsubscribed']), thing: z.optional(ThingName), room: z.optional(Word) }),
  z.object({ kind: z.literal('problem'), title: z.string(), status: z.int(), detail: z.string() }),
]);
export type LiveAnswer = z.infer<typeof LiveAnswer>;

/** What the rules `live_shadows` and `live_commands` hand to `live-push`. Moments in ms since the epoch. */
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
