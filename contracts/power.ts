import * as z from 'zod/mini';
import { Moment } from './values';

/** A name that AWS IoT accepts for a thing: 1 to 128 of letters, digits, `:`, `_`, `-` (CreateThing, API reference). */
export const ThingName = z.string().check(z.regex(/^[A-Za-z0-9:_-]{1,128}$/, 'not a name of a thing'));

/**
 * What the rule `power_on` hands to the function: the shadow update as the device sent it, and beside it what the
 * rule itself knows. `thing` comes from the topic: a name inside the payload is never trusted.
 * `receivedAt` is in ms since the epoch, `brightness` in per cent; null deletes a key of a shadow.
 */
export const PowerReport = z.object({
  thing: ThingName,
  receivedAt: Moment,
  traceId: z.string(),
  state: z.object({
    reported: z.object({
      power: z.boolean(),
      brightness: z.nullish(z.number().check(z.minimum(0), z.maximum(100))),
    }),
  }),
});
export type PowerReport = z.infer<typeof PowerReport>;

/**
 * What the rule `power_reported` hands to the function `power-confirm`. `receivedAt` in ms since the epoch. A device may
 * name the command that it has heard of, its power, or both; what it says instead answers nothing.
 */
export const PowerAnswer = z.object({
  thing: ThingName,
  power: z.optional(z.unknown()),
  command: z.optional(z.unknown()),
  receivedAt: Moment,
  traceId: z.string(),
});
export type PowerAnswer = z.infer<typeof PowerAnswer>;
