import * as z from 'zod/mini';
import { CommandId } from './commands';
import { ThingName } from './power';
import { TraceId } from './trace';
import { NonEmpty } from './values';

/**
 * What starts the workflow `power-command`; the name of its execution is the id of the command. A command is given up so
 * many seconds after it has begun.
 */
export const PowerCommand = z.object({
  thing: ThingName,
  power: z.boolean(),
  expiresInSeconds: z.optional(z.int().check(z.positive())),
  traceId: z.optional(TraceId),
});
export type PowerCommand = z.infer<typeof PowerCommand>;

/** What starts the workflow `power-commands`: commands of many things, by their ids, and who has given them. */
export const PowerCommands = z.object({
  owner: NonEmpty,
  commands: z.array(z.object({ command: CommandId, input: PowerCommand })),
});
export type PowerCommands = z.infer<typeof PowerCommands>;

const OneCommand = z.object({ thing: ThingName, command: CommandId });

/** What the workflow asks of the function `power-command`, by its states. */
export const PowerStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('next'),
    command: CommandId,
    /** What has started the workflow; after a first time what was said then. */
    asked: z.extend(PowerCommand, { next: z.optional(z.string()) }),
  }),
  z.extend(OneCommand, { step: z.literal('ask'), power: z.boolean(), taskToken: NonEmpty, traceId: TraceId }),
  z.extend(OneCommand, {
    step: z.literal('end'),
    outcome: z.enum(['succeeded', 'expired', 'cancelled', 'failed']),
  }),
]);
type PowerStep = z.infer<typeof PowerStep>;
export type PowerNext = Extract<PowerStep, { step: 'next' }>;
export type PowerQuestion = Extract<PowerStep, { step: 'ask' }>;
export type PowerEnd = Extract<PowerStep, { step: 'end' }>;
