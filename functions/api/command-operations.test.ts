import * as z from 'zod';
import { CommandId } from '../../contracts/commands';
import type { PowerCommand, PowerCommands } from '../../contracts/power-commands';
import type { Command } from '../shared/command';
import { commandOperations } from './command-operations';
import { nextOf } from './parameters';
import {
  describeMalformedRequests,
  describeUntrustedRequests,
  type RequestOptions,
  recordedApi,
} from './recorded-api.fixture';

/** Command groups by id. */
const groups = new Map<string, PowerCommands>();
beforeEach(() => groups.clear());

/** Creates command sources in which light-1 has one command in progress. */
function commandSources(record: (...words: unknown[]) => void) {
  const command: Command = {
    thing: 'light-1',
    command: 'c1',
    power: true,
    state: 'waiting',
    askedAt: 0,
    expiresAt: 30_000,
    traceId: 't',
    taskToken: 'token',
  };
  const ids = ['c8', 'c9', 'c10'];
  return {
    lasts: { answerWithinSeconds: 30, longestSeconds: 3600 },
    now: () => 1000,
    newId: () => ids.shift() ?? 'c11',
    find: async ({ command: id }: { command: string }) => (id === 'c1' ? command : undefined),
    lockHolder: async (thing: string) => (thing === 'light-2' ? 'c1' : undefined),
    acquireLock: async ({ thing }: { thing: string }) => thing !== 'light-2',
    storeOnce: async (given: Omit<Command, 'state'>) => ({ ...given, state: 'waiting' as const }),
    cancel: async ({ thing, command: id }: { thing: string; command: string }) => {
      record('cancel', thing, id);
      return id === 'c1' ? { ...command, isCancelled: true } : undefined;
    },
    fail: async (token: string, { error }: { error: string }) => {
      record('fail', token, error);
      return true;
    },
    commandsOf: async (thing: string) => {
      record('commands', thing);
      return { commands: [command], last: undefined };
    },
    findMany: async () => [command],
    startCommand: async (id: string, { thing, power, expiresInSeconds }: PowerCommand) =>
      record('start', id, thing, power, expiresInSeconds),
    startCommands: async (id: string, commands: PowerCommands) => {
      record('start', id, commands.owner, ...commands.commands.map(({ input }) => input.thing));
      groups.set(id, commands);
    },
    commandsGiven: async (id: string) => {
      const group = groups.get(id);
      return group && { ...group, isRunning: !id.startsWith('g') };
    },
  };
}

const api = recordedApi((record, ownership) => commandOperations(commandSources(record), ownership));
const { ask } = api;
const thing = { thing: 'light-1' };

describe('commands', () => {
  const commandPath = { ...thing, command: 'c1' };
  const power = '{"power":true}';
  const command = (more: RequestOptions = {}) =>
    ask('POST /devices/{thing}/power-commands', { path: thing, body: power, ...more });

  test('the response to an accepted command contains its state, expiry and location', async () => {
    expect(await command()).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      json: { command: 'c8', thing: 'light-1', power: true, state: 'waiting', expiresAt: '1970-01-01T00:00:31.000Z' },
      calls: ['start c8 light-1 true 30'],
    });
  });

  test('a command expires after the requested number of seconds', async () => {
    const { calls } = await command({ body: '{"power":true,"expiresInSeconds":3600}' });
    expect(calls).toEqual(['start c8 light-1 true 3600']);
    expect(await command({ body: '{"power":true,"expiresInSeconds":3601}' })).toMatchObject({ status: 400, calls: [] });
  });

  test('a request with the same idempotency key returns the same command', async () => {
    const [first, again, other] = [
      await command({ idempotencyKey: 'k' }),
      await command({ idempotencyKey: 'k' }),
      await command({ idempotencyKey: 'l' }),
    ];
    expect(first).toEqual(again);
    expect(first.calls).not.toEqual(other.calls);
    const id = z.object({ command: CommandId }).parse(first.json);
    expect(first.calls).toEqual([`start ${id.command} light-1 true 30`]);
  });

  test('a command is rejected with 409 while another command is in progress', async () => {
    expect(await command({ path: { thing: 'light-2' } })).toMatchObject({
      status: 409,
      json: { title: 'Conflict', detail: 'Command c1 is still in progress.' },
      calls: [],
    });
  });

  test('a command can be read by id or listed', async () => {
    expect((await ask('GET /devices/{thing}/power-commands/{command}', { path: commandPath })).json).toMatchObject({
      command: 'c1',
      state: 'waiting',
    });
    expect((await ask('GET /devices/{thing}/power-commands', { path: thing })).json).toMatchObject({
      commands: [{ command: 'c1' }],
    });
    const none = { ...commandPath, command: 'c7' };
    expect(await ask('GET /devices/{thing}/power-commands/{command}', { path: none })).toMatchObject({ status: 404 });
  });

  test('a command can be cancelled, which resumes its workflow', async () => {
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: commandPath })).toMatchObject({
      status: 202,
      calls: ['cancel light-1 c1', 'fail token Cancelled'],
    });
    const none = { ...commandPath, command: 'c7' };
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: none })).toMatchObject({
      status: 404,
    });
  });

  test('a command group starts one command per distinct thing', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-2', 'light-1'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      json: { id: 'c8', running: true, counts: { waiting: 2 } },
      calls: ['start c8 ann light-1 light-2'],
    });
  });

  test('a command group is idempotent per key, and rejected with 409 if the body differs', async () => {
    const many = (things: readonly string[], power = true) =>
      ask('POST /power-commands', { body: JSON.stringify({ things, power }), idempotencyKey: 'k' });
    const [first, again] = [await many(['light-1', 'light-2']), await many(['light-2', 'light-1'])];
    expect(first.calls).toHaveLength(1);
    expect(again).toMatchObject({ status: 202, headers: { Location: first.headers?.['Location'] }, calls: [] });
    expect(again.json).toEqual(first.json);
    for (const other of [await many(['light-1']), await many(['light-1', 'light-2'], false)])
      expect(other).toMatchObject({ status: 409, calls: [] });
  });

  test('a command group is rejected if the caller does not own all of its things', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-3'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({ status: 404, calls: [] });
  });

  test('a command group, including its unsent commands, can be read only by its creator', async () => {
    const commands = ['c1', 'c2'].map((one) => ({ command: one, input: { thing: 'light-1', power: true } }));
    groups.set('g1', { owner: 'ann', commands }).set('g2', { owner: 'bob', commands });
    expect(await ask('GET /power-commands/{command}', { path: { command: 'g1' } })).toMatchObject({
      status: 200,
      json: {
        running: false,
        counts: { waiting: 1, unsent: 1 },
        devices: [
          { command: 'c1', state: 'waiting' },
          { command: 'c2', state: 'unsent' },
        ],
      },
    });
    expect(await ask('GET /power-commands/{command}', { path: { command: 'g2' } })).toMatchObject({ status: 404 });
    expect(await ask('GET /power-commands/{command}', { path: { command: 'g3' } })).toMatchObject({ status: 404 });
  });
});

describe('an untrusted request', () => describeUntrustedRequests(api));

describe('a malformed request', () => {
  const detail = 'The body must be an object with a boolean "power" and an optional "expiresInSeconds" from 1 to 3600.';
  describeMalformedRequests(api, [
    ['POST /devices/{thing}/power-commands', { path: thing, body: '{' }, detail],
    ['POST /devices/{thing}/power-commands', { path: thing, body: '{"power":true,"thing":"light-2"}' }, detail],
  ]);

  test('returns 400 for a page position with an empty command id, which DynamoDB would reject', async () => {
    const query = { next: nextOf([0, '']).next ?? '' };
    expect(await ask('GET /devices/{thing}/power-commands', { path: thing, query })).toMatchObject({
      status: 400,
      json: { detail: 'The parameter "next" must be the "next" value of a previous page.' },
    });
  });
});
