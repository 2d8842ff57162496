import * as z from 'zod/mini';
import { TraceId } from './trace';
import { Moment, ThingName } from './values';

/** Id of a command, which is also the name of its workflow execution. */
export const CommandId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, 'not a command id'));

/**
 * State of a command. `waiting`: sent, or pending until the device connects. `acknowledged`: received by the device. All other
 * states are final.
 */
export const commandStates = ['waiting', 'acknowledged', 'succeeded', 'expired', 'cancelled', 'failed'] as const;
export type CommandState = (typeof commandStates)[number];

/** State change of a command, published to `commandTopic`. Times are in ms since the epoch. */
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
