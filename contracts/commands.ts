import * as z from 'zod/mini';
import { ThingName } from './power';
import { TraceId } from './trace';
import { Moment } from './values';

/** By which a command is asked for, cancelled and answered; the name of the execution that carries it out. */
export const CommandId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, 'not an id of a command'));

/**
 * `waiting`: the device has been asked, or will be when it is there. `acknowledged`: it has heard of it. The others are
 * final.
 */
export const commandStates = ['waiting', 'acknowledged', 'succeeded', 'expired', 'cancelled', 'failed'] as const;
export type CommandState = (typeof commandStates)[number];

/** What has become of a command, as it is told to whoever listens to `commandTopic`. Moments in ms since the epoch. */
export const CommandReport = z.object({
  thing: ThingName,
  command: CommandId,
  power: z.boolean(),
  state: z.enum(commandStates),
  at: Moment,
  expiresAt: Moment,
  traceId: TraceId,
});
export type CommandReport = z.infer<typeof CommandReport>;
