import * as z from 'zod/mini';
import { Moment, ThingName } from './values';

/**
 * Event of the `power_on` rule: the device's shadow update with additional fields from the rule. `thing` comes from the topic,
 * because a name in the payload cannot be trusted. `receivedAt` is in ms since the epoch, `brightness` in percent. A null
 * value deletes the key.
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
 * Event of the `power_reported` rule for the `power-confirm` function. `receivedAt` is in ms since the epoch. The report
 * contains the ID of the received command, the device's power, or both; a report with neither does not confirm a command.
 */
export const PowerAnswer = z.object({
  thing: ThingName,
  power: z.optional(z.unknown()),
  command: z.optional(z.unknown()),
  receivedAt: Moment,
  traceId: z.string(),
});
export type PowerAnswer = z.infer<typeof PowerAnswer>;
