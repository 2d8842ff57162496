import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type CommandState, commandStates } from '../../contracts/commands';
import { parse } from './parse-input';

/** Power command in the `commands` table. Times are in ms since the epoch. */
export interface Command {
  readonly thing: string;
  readonly command: string;
  readonly power: boolean;
  readonly state: CommandState;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly traceId: string;
  /** Token of the workflow task that waits for the device. */
  readonly taskToken?: string | undefined;
  readonly acknowledgedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Whether cancellation was requested. If so, the workflow ends the command. */
  readonly isCancelled?: boolean | undefined;
}

const Text = z.object({ S: z.string() });
const Numeric = z.object({ N: z.coerce.number() });
const Item = z.object({
  thing: Text,
  command: Text,
  power: z.object({ BOOL: z.boolean() }),
  state: z.object({ S: z.enum(commandStates) }),
  askedAt: Numeric,
  expiresAt: Numeric,
  traceId: Text,
  taskToken: z.optional(Text),
  acknowledgedAt: z.optional(Numeric),
  endedAt: z.optional(Numeric),
  isCancelled: z.optional(z.object({ BOOL: z.boolean() })),
});

/** Converts an item of the table to a command. @throws Error if the item is invalid */
export function readCommand(item: Record<string, AttributeValue>): Command {
  const read = parse(Item, item, 'command item');
  return {
    thing: read.thing.S,
    command: read.command.S,
    power: read.power.BOOL,
    state: read.state.S,
    askedAt: read.askedAt.N,
    expiresAt: read.expiresAt.N,
    traceId: read.traceId.S,
    taskToken: read.taskToken?.S,
    acknowledgedAt: read.acknowledgedAt?.N,
    endedAt: read.endedAt?.N,
    isCancelled: read.isCancelled?.BOOL,
  };
}

/** Returns whether a command has not ended yet. */
export const isOpen = ({ state }: Pick<Command, 'state'>): boolean => state === 'waiting' || state === 'acknowledged';

/** Time in ms for a workflow to record the outcome after its command has expired. */
export const graceMs = 60_000;
