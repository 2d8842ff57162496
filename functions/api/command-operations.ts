import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { components } from '../../contracts/api';
import { belonging } from '../../contracts/belongings';
import { CommandId } from '../../contracts/commands';
import { ThingName } from '../../contracts/power';
import type { Belongings } from '../shared/belongings-table';
import { type Command, graceMs, isOpen } from '../shared/command';
import type { CommandsTable } from '../shared/commands-table';
import type { workflowTasks } from '../shared/workflow-tasks';
import type { commandPages } from './command-pages';
import type { Operations } from './operation';
import { bodyOf, commandIn, limitIn, nextOf, startIn } from './parameters';
import type { Group, powerWorkflows } from './power-workflows';
import { notFound, Problem } from './problem';
import type { Request } from './request';

export interface CommandSources
  extends Pick<CommandsTable, 'find' | 'begun' | 'underWay' | 'takePlace' | 'cancel'>,
    Pick<ReturnType<typeof workflowTasks>, 'fail'>,
    ReturnType<typeof commandPages>,
    ReturnType<typeof powerWorkflows> {
  readonly belongings: Pick<Belongings, 'isOf'>;
  newId(): string;
  /** Ms since the epoch. */
  now(): number;
  /** How long a command lasts that does not say so, and at most. */
  readonly lasts: { readonly answerWithinSeconds: number; readonly longestSeconds: number };
}

type CommandOperations = Pick<
  Operations,
  'commandPower' | 'listCommands' | 'getCommand' | 'cancelCommand' | 'commandDevices' | 'getCommands'
>;

const Position = z.tuple([z.int().check(z.nonnegative()), CommandId]);

/** What the API answers of commands. @param ownThing the thing of a request, which is that person's own */
export function commandOperations(
  of: CommandSources,
  ownThing: (request: Request) => Promise<string>,
): CommandOperations {
  const expiresInSeconds = z.optional(z.int().check(z.minimum(1), z.maximum(of.lasts.longestSeconds)));
  const One = z.strictObject({ power: z.boolean(), expiresInSeconds });
  const things = z.array(ThingName).check(z.minLength(1), z.maxLength(100));
  const Many = z.strictObject({ things, power: z.boolean(), expiresInSeconds });
  const lasting = `, for 1 to ${of.lasts.longestSeconds} seconds`;

  const ownCommand = async (request: Request) => ({ thing: await ownThing(request), command: commandIn(request) });

  /**
   * Writes a command down that was not given before, once it has the place of the one that is under way.
   * @throws Problem 409 where another has it
   */
  const written = async (given: Parameters<CommandSources['begun']>[0]) => {
    const before = await of.find(given);
    if (before !== undefined) return before;
    if (await of.takePlace(given, given.askedAt)) return of.begun(given);
    throw new Problem(409, `Another command is under way: ${await of.underWay(given.thing)}.`);
  };

  /** @throws Problem 409 where something else was given under that id */
  const givenBefore = async (id: string, things: readonly string[], power: boolean) => {
    const group = await of.commandsGiven(id);
    const isSame = ({ input }: Group['commands'][number]) => input.power === power && things.includes(input.thing);
    if (group && !(group.commands.length === things.length && group.commands.every(isSame)))
      throw new Problem(409, 'The same Idempotency-Key came with other things or another power before.');
    return group;
  };

  const shownGroup = async (id: string, group: Group) => {
    const keys = group.commands.map(({ command, input: { thing } }) => ({ thing, command }));
    const begun = new Map((await of.findMany(keys)).map((command) => [command.command, command]));
    const members = keys.map((key) => {
      const command = begun.get(key.command);
      const unbegun = group.isRunning ? 'waiting' : 'unsent';
      return { ...key, state: command ? stateAt(command, of.now()) : unbegun } as const;
    });
    return summedUp(id, group.isRunning, members);
  };

  return {
    async commandPower(request) {
      const { power, ...asked } = bodyOf(One, request, `a power that is true or false${lasting}`);
      const thing = await ownThing(request);
      const now = of.now();
      const id = idOf(request, thing) ?? of.newId();
      const { expiresInSeconds: lasts = of.lasts.answerWithinSeconds } = asked;
      const given = { thing, command: id, power, traceId: request.trace, askedAt: now };
      const command = await written({ ...given, expiresAt: now + lasts * 1000 });
      if (command.power !== power) throw new Problem(409, 'The same Idempotency-Key came with another power before.');
      const input = { thing, power, expiresInSeconds: lasts, traceId: command.traceId };
      if (isOpen(command)) await of.startCommand(id, input);
      return { status: 202, body: shown(command, now), location: `power-commands/${id}` };
    },

    async listCommands(request) {
      const thing = await ownThing(request);
      const page = { before: startIn(Position, request), limit: limitIn(request) };
      const { commands, last } = await of.commandsOf(thing, page);
      return { status: 200, body: { commands: commands.map((one) => shown(one, of.now())), ...nextOf(last) } };
    },

    async getCommand(request) {
      const command = await of.find(await ownCommand(request));
      if (command === undefined) throw notFound();
      return { status: 200, body: shown(command, of.now()) };
    },

    async cancelCommand(request) {
      const key = await ownCommand(request);
      const command = await of.cancel(key);
      if (command === undefined) {
        if ((await of.find(key)) === undefined) throw notFound();
        throw new Problem(409, 'The command is over.');
      }
      // where nobody waits just now, the workflow sees it before it asks again
      if (command.taskToken !== undefined)
        await of.fail(command.taskToken, { error: 'Cancelled', cause: 'Somebody has called the command off' });
      return { status: 202, body: shown(command, of.now()) };
    },

    async commandDevices(request) {
      const asked = bodyOf(Many, request, `1 to 100 things and a power that is true or false${lasting}`);
      const { power, expiresInSeconds: lasts = of.lasts.answerWithinSeconds } = asked;
      const unique = [...new Set(asked.things)];
      const own = await Promise.all(unique.map((thing) => of.belongings.isOf(request.person, belonging.device(thing))));
      if (own.includes(false)) throw notFound();
      const keyed = idOf(request, undefined);
      const id = keyed ?? of.newId();
      const location = `power-commands/${id}`;
      const before = keyed && (await givenBefore(keyed, unique, power));
      if (before) return { status: 202, body: await shownGroup(id, before), location };
      const commands = unique.map((thing) => ({
        command: hashOf([id, thing]),
        input: { thing, power, expiresInSeconds: lasts, traceId: request.trace },
      }));
      await of.startCommands(id, { owner: request.person, commands });
      const waiting = commands.map(
        ({ command }, index) => ({ thing: unique[index] ?? '', command, state: 'waiting' }) as const,
      );
      return { status: 202, body: summedUp(id, true, waiting), location };
    },

    async getCommands(request) {
      const id = commandIn(request);
      const group = await of.commandsGiven(id);
      if (group === undefined || group.owner !== request.person) throw notFound();
      return { status: 200, body: await shownGroup(id, group) };
    },
  };
}

/** Of one person, and of one thing where it is one, alone: nobody can guess it, or take it away from somebody else. */
const idOf = ({ person, idempotencyKey }: Request, thing: string | undefined): string | undefined =>
  idempotencyKey === undefined ? undefined : hashOf([person, thing ?? null, idempotencyKey]);

const hashOf = (parts: readonly (string | null)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

const inIso = (moment: number) => new Date(moment).toISOString();

/** What has not ended in time has expired, whatever has become of its workflow. */
const stateAt = (command: Command, now: number) =>
  isOpen(command) && now >= command.expiresAt + graceMs ? 'expired' : command.state;

const shown = (command: Command, now: number): components['schemas']['Command'] => ({
  command: command.command,
  thing: command.thing,
  power: command.power,
  state: stateAt(command, now),
  askedAt: inIso(command.askedAt),
  expiresAt: inIso(command.expiresAt),
  ...(command.acknowledgedAt !== undefined && { acknowledgedAt: inIso(command.acknowledgedAt) }),
  ...(command.endedAt !== undefined && { endedAt: inIso(command.endedAt) }),
});

type Shown = components['schemas']['CommandGroup'];

function summedUp(id: string, isRunning: boolean, devices: Shown['devices']): Shown {
  const counts: Shown['counts'] = {};
  for (const { state } of devices) counts[state] = (counts[state] ?? 0) + 1;
  return { id, running: isRunning, counts, devices };
}
