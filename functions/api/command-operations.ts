import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { components } from '../../contracts/api';
import { belonging } from '../../contracts/belongings';
import { CommandId } from '../../contracts/commands';
import { ThingName } from '../../contracts/values';
import { type Command, graceMs, isOpen } from '../shared/command';
import type { CommandsTable } from '../shared/commands-table';
import type { workflowTasks } from '../shared/workflow-tasks';
import type { commandPages } from './command-pages';
import type { Operations } from './operation';
import type { Ownership } from './ownership';
import { bodyOf, commandIn, limitIn, nextOf, startIn } from './parameters';
import type { CommandGroup, powerWorkflows } from './power-workflows';
import { notFound, Problem } from './problem';
import type { Request } from './request';
import { inIso } from './shadow-state';

export interface CommandSources
  extends Pick<CommandsTable, 'find' | 'storeOnce' | 'lockHolder' | 'acquireLock' | 'cancel'>,
    Pick<ReturnType<typeof workflowTasks>, 'fail'>,
    ReturnType<typeof commandPages>,
    ReturnType<typeof powerWorkflows> {
  newId(): string;
  /** Returns the current time, in ms since the epoch. */
  now(): number;
  /** Default and maximum lifetime of a command. */
  readonly lasts: { readonly answerWithinSeconds: number; readonly longestSeconds: number };
}

const Position = z.tuple([z.int().check(z.nonnegative()), CommandId]);

/** Implements the operations on power commands. */
export function commandOperations(of: CommandSources, { ownThing, requireOwner }: Ownership) {
  const expiresInSeconds = z.optional(z.int().check(z.minimum(1), z.maximum(of.lasts.longestSeconds)));
  const SingleBody = z.strictObject({ power: z.boolean(), expiresInSeconds });
  const things = z.array(ThingName).check(z.minLength(1), z.maxLength(100));
  const GroupBody = z.strictObject({ things, power: z.boolean(), expiresInSeconds });
  const expiry = `and an optional "expiresInSeconds" from 1 to ${of.lasts.longestSeconds}`;

  const ownCommand = async (request: Request) => ({ thing: await ownThing(request), command: commandIn(request) });

  /**
   * Stores a new command after acquiring the thing's lock. Returns the existing command on a retry.
   * @throws Problem 409 if another command holds the lock
   */
  const storeCommand = async (given: Parameters<CommandSources['storeOnce']>[0]) => {
    const existing = await of.find(given);
    if (existing !== undefined) return existing;
    if (await of.acquireLock(given, given.askedAt)) return of.storeOnce(given);
    throw new Problem(409, `Command ${await of.lockHolder(given.thing)} is still in progress.`);
  };

  /**
   * Returns the group created by an earlier request. @throws Problem 409 if the earlier request was for different things
   * or a different power state
   */
  const findExistingGroup = async (id: string, things: readonly string[], power: boolean) => {
    const group = await of.commandsGiven(id);
    const isSame = ({ input }: CommandGroup['commands'][number]) =>
      input.power === power && things.includes(input.thing);
    if (group && !(group.commands.length === things.length && group.commands.every(isSame)))
      throw new Problem(409, 'The Idempotency-Key was already used for a request with a different body.');
    return group;
  };

  const describeGroup = async (id: string, group: CommandGroup) => {
    const keys = group.commands.map(({ command, input: { thing } }) => ({ thing, command }));
    const started = new Map((await of.findMany(keys)).map((command) => [command.command, command]));
    const members = keys.map((key) => {
      const command = started.get(key.command);
      const notStarted = group.isRunning ? 'waiting' : 'unsent';
      return { ...key, state: command ? stateAt(command, of.now()) : notStarted } as const;
    });
    return summarizeGroup(id, group.isRunning, members);
  };

  return {
    async commandPower(request) {
      const { power, ...options } = bodyOf(SingleBody, request, `an object with a boolean "power" ${expiry}`);
      const thing = await ownThing(request);
      const now = of.now();
      const id = idOf(request, thing) ?? of.newId();
      const { expiresInSeconds: lasts = of.lasts.answerWithinSeconds } = options;
      const given = { thing, command: id, power, traceId: request.trace, askedAt: now };
      const command = await storeCommand({ ...given, expiresAt: now + lasts * 1000 });
      if (command.power !== power)
        throw new Problem(409, 'The Idempotency-Key was already used for a request with a different body.');
      const input = { thing, power, expiresInSeconds: lasts, traceId: command.traceId };
      if (isOpen(command)) await of.startCommand(id, input);
      return { status: 202, body: describeCommand(command, now), location: `power-commands/${id}` };
    },

    async listCommands(request) {
      const thing = await ownThing(request);
      const page = { before: startIn(Position, request), limit: limitIn(request) };
      const { commands, last } = await of.commandsOf(thing, page);
      return {
        status: 200,
        body: { commands: commands.map((command) => describeCommand(command, of.now())), ...nextOf(last) },
      };
    },

    async getCommand(request) {
      const command = await of.find(await ownCommand(request));
      if (command === undefined) throw notFound();
      return { status: 200, body: describeCommand(command, of.now()) };
    },

    async cancelCommand(request) {
      const key = await ownCommand(request);
      const command = await of.cancel(key);
      if (command === undefined) {
        if ((await of.find(key)) === undefined) throw notFound();
        throw new Problem(409, 'The command has already ended.');
      }
      // without a token, the workflow is between two attempts and sees the cancellation before the next attempt
      if (command.taskToken !== undefined)
        await of.fail(command.taskToken, { error: 'Cancelled', cause: 'The command was cancelled' });
      return { status: 202, body: describeCommand(command, of.now()) };
    },

    async commandDevices(request) {
      const body = bodyOf(GroupBody, request, `an object with 1 to 100 "things", a boolean "power" ${expiry}`);
      const { power, expiresInSeconds: lasts = of.lasts.answerWithinSeconds } = body;
      const unique = [...new Set(body.things)];
      await Promise.all(unique.map((thing) => requireOwner(request, belonging.device(thing))));
      const keyed = idOf(request, undefined);
      const id = keyed ?? of.newId();
      const location = `power-commands/${id}`;
      const existing = keyed && (await findExistingGroup(keyed, unique, power));
      if (existing) return { status: 202, body: await describeGroup(id, existing), location };
      const commands = unique.map((thing) => ({
        command: hashOf([id, thing]),
        input: { thing, power, expiresInSeconds: lasts, traceId: request.trace },
      }));
      await of.startCommands(id, { owner: request.person, commands });
      const waiting = commands.map(
        ({ command }, index) => ({ thing: unique[index] ?? '', command, state: 'waiting' }) as const,
      );
      return { status: 202, body: summarizeGroup(id, true, waiting), location };
    },

    async getCommands(request) {
      const id = commandIn(request);
      const group = await of.commandsGiven(id);
      if (group === undefined || group.owner !== request.person) throw notFound();
      return { status: 200, body: await describeGroup(id, group) };
    },
  } satisfies Partial<Operations>;
}

/** Derives the id from the caller, the thing and the Idempotency-Key, so callers cannot guess or reuse other callers' ids. */
const idOf = ({ person, idempotencyKey }: Request, thing: string | undefined): string | undefined =>
  idempotencyKey === undefined ? undefined : hashOf([person, thing ?? null, idempotencyKey]);

const hashOf = (parts: readonly (string | null)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** Returns the state of a command. An overdue command counts as expired even before its workflow records the expiry. */
const stateAt = (command: Command, now: number) =>
  isOpen(command) && now >= command.expiresAt + graceMs ? 'expired' : command.state;

const describeCommand = (command: Command, now: number): components['schemas']['Command'] => ({
  command: command.command,
  thing: command.thing,
  power: command.power,
  state: stateAt(command, now),
  askedAt: inIso(command.askedAt),
  expiresAt: inIso(command.expiresAt),
  ...(command.acknowledgedAt !== undefined && { acknowledgedAt: inIso(command.acknowledgedAt) }),
  ...(command.endedAt !== undefined && { endedAt: inIso(command.endedAt) }),
});

type GroupResponse = components['schemas']['CommandGroup'];

function summarizeGroup(id: string, isRunning: boolean, devices: GroupResponse['devices']): GroupResponse {
  const counts: GroupResponse['counts'] = {};
  for (const { state } of devices) counts[state] = (counts[state] ?? 0) + 1;
  return { id, running: isRunning, counts, devices };
}
