import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { type CommandState, commandStates } from '../../contracts/commands';
import { parse } from './parse';

/** A command as the table has it. Moments in ms since the epoch. */
export interface Command {
  readonly thing: string;
  readonly command: string;
  readonly power: boolean;
  readonly state: CommandState;
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly traceId: string;
  /** Of the task that waits for its answer. */
  readonly taskToken?: string | undefined;
  readonly acknowledgedAt?: number | undefined;
  readonly endedAt?: number | undefined;
  /** Somebody has called it off; its workflow ends it. */
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

/** @throws Error where it is no command */
export function readCommand(item: Record<string, AttributeValue>): Command {
  const read = parse(Item, item, 'command in the table');
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

/** Whether anything may still become of a command. */
export const isOpen = ({ state }: Pick<Command, 'state'>): boolean => state === 'waiting' || state === 'acknowledged';

/** After the moment at which a command expires its workflow may take so long to write down what came of it. */
export const graceMs = 60_000;
