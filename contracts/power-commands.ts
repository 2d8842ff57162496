import * as z from 'zod/mini';
import { CommandId } from './commands';
import { TraceId } from './trace';
import { NonEmpty, ThingName } from './values';

/** Input of the `power-command` workflow. The name of the execution is the id of the command. */
export const PowerCommand = z.object({
  thing: ThingName,
  power: z.boolean(),
  expiresInSeconds: z.optional(z.int().check(z.positive())),
  traceId: z.optional(TraceId),
});
export type PowerCommand = z.infer<typeof PowerCommand>;

/** Input of the `power-commands` workflow: the user who sent the commands, and the ID and the input of each command. */
export const PowerCommands = z.object({
  owner: NonEmpty,
  commands: z.array(z.object({ command: CommandId, input: PowerCommand })),
});
export type PowerCommands = z.infer<typeof PowerCommands>;

const OneCommand = z.object({ thing: ThingName, command: CommandId });

/** Input of the `power-command` function from each state of the workflow. */
export const PowerStep = z.discriminatedUnion('step', [
  z.object({
    step: z.literal('next'),
    command: CommandId,
    /** Input of the workflow on the first attempt; afterwards, the result of the previous `next` step. */
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
