import * as z from 'zod';

/** A name that AWS IoT accepts for a thing: 1 to 128 of letters, digits, `:`, `_`, `-` (CreateThing, API reference). */
export const ThingName = z.string().regex(/^[A-Za-z0-9:_-]{1,128}$/, 'not a name of a thing');

/**
 * What the rule `power_on` hands to the function: the shadow update as the device sent it, and beside it what the
 * rule itself knows. `thing` comes from the topic: a name inside the payload is never trusted.
 * `receivedAt` is in ms since the epoch, `brightness` in per cent; null deletes a key of a shadow.
 */
export const PowerReport = z.object({
  thing: ThingName,
  receivedAt: z.number().int().nonnegative(),
  traceId: z.string(),
  state: z.object({
    reported: z.object({
      power: z.boolean(),
      brightness: z.number().min(0).max(100).nullish(),
    }),
  }),
});
export type PowerReport = z.infer<typeof PowerReport>;

/** What starts the workflow `power-command`. */
export const PowerCommand = z.object({ thing: ThingName, power: z.boolean() });
export type PowerCommand = z.infer<typeof PowerCommand>;

/** What the workflow hands to the function `power-command`: the command, and the token that its answer must carry. */
export const PowerQuestion = PowerCommand.extend({ taskToken: z.string().min(1) });
export type PowerQuestion = z.infer<typeof PowerQuestion>;

/** What the rule `power_reported` hands to the function `power-confirm`. `receivedAt` in ms since the epoch. */
export const PowerAnswer = PowerCommand.extend({ receivedAt: z.number().int().nonnegative(), traceId: z.string() });
export type PowerAnswer = z.infer<typeof PowerAnswer>;
