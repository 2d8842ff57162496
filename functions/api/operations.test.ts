import { fc, test as law } from '@fast-check/jest';
import * as z from 'zod';
import { routes } from '../../contracts/api';
import { belonging } from '../../contracts/belongings';
import { CommandId } from '../../contracts/commands';
import { ThingName } from '../../contracts/power';
import type { PowerCommand, PowerCommands } from '../../contracts/power-commands';
import { Word } from '../../contracts/telemetry';
import type { Command } from '../shared/command';
import { operationsOf } from './operations';
import { nextOf } from './parameters';
import { routeRequest } from './route-request';

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

/** Creates sources that record their calls. Ann owns room1, light-1, and light-2, which has a command in progress. */
function recordingSources() {
  const calls: string[] = [];
  const record = (...words: unknown[]) => void calls.push(words.join(' '));
  const anns = new Set(['light-1', 'light-2'].map(belonging.device).concat(belonging.room('room1')));
  return {
    calls,
    of: {
      belongings: {
        isOf: async (owner: string, id: string) => owner === 'ann' && anns.has(id),
        give: async (owner: string, id: string) => record('give', owner, id),
        devicesOf: async (owner: string, { after, limit }: { after: string | undefined; limit: number }) => {
          record('devices', owner, after, limit);
          return { things: ['light-1'], last: 'light-1' };
        },
      },
      describe: async (thing: string) => {
        record('describe', thing);
        return thing === 'light-1' ? { thing, type: 'light', attributes: {} } : undefined;
      },
      shadowOf: async (thing: string) => {
        record('shadow', thing);
        return { state: { reported: { power: true } }, version: 7, timestamp: 1_764_000_000 };
      },
      changesOf: async (thing: string) => {
        record('changes', thing);
        const current = { state: { reported: { power: true } } };
        return { changes: [{ version: 1, timestamp: 1_764_000_000, previous: null, current }], last: undefined };
      },
      sensorsIn: async (room: string, kind: string) => {
        record('sensors', room, kind);
        return ['sensor-1'];
      },
      readingsOf: async ({ thing }: { thing: string }, span: { from: number; to: number; limit: number }) => {
        record('readings', thing, span.from, span.to, span.limit);
        return { readings: [{ thing, at: span.from, value: 21 }], readUpTo: undefined };
      },
      digestOf: async (date: string) => {
        record('digest', date);
        return undefined;
      },
      ...commandSources(record),
    },
  };
}

interface RequestOptions {
  readonly person?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

async function ask(route: string, { person = 'ann', path = {}, query = {}, body = '', ...more }: RequestOptions = {}) {
  const { of, calls } = recordingSources();
  const request = { person, path, query, body, trace: 'trace-1', ...more };
  const {
    statusCode,
    headers,
    body: text,
  } = await routeRequest({ route, request }, { operations: operationsOf(of), origin: 'https://console.example.com' });
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: statusCode, headers, json, calls };
}

const thing = { thing: 'light-1' };
const span = { kind: 'temp', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
const ofThings = Object.keys(routes).filter((route) => route.includes('{thing}') && !route.startsWith('PUT'));

describe('a request by the owner', () => {
  test('returns the trace id in a header', async () => {
    const { headers } = await ask('GET /devices');
    expect(headers).toMatchObject({ 'x-trace-id': 'trace-1', 'Access-Control-Expose-Headers': 'x-trace-id, location' });
    expect((await ask('GET /devices/{thing}', { path: { thing: 'missing' } })).headers).toMatchObject({
      'x-trace-id': 'trace-1',
    });
  });

  test('returns shadows, changes and readings as specified', async () => {
    expect(await ask('GET /devices/{thing}/shadow', { path: thing })).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': 'https://console.example.com' },
      json: { thing: 'light-1', version: 7, at: '2025-11-24T16:00:00.000Z', state: { reported: { power: true } } },
    });
    expect((await ask('GET /devices/{thing}/shadow/history', { path: thing })).json).toEqual({
      changes: [{ version: 1, at: '2025-11-24T16:00:00.000Z', before: {}, after: { reported: { power: true } } }],
    });
    expect(await ask('GET /rooms/{room}/telemetry', { path: { room: 'room1' }, query: span })).toMatchObject({
      status: 200,
      json: { readings: [{ thing: 'sensor-1', at: '2026-11-24T00:00:00.000Z', value: 21 }] },
    });
  });

  test('continues a list after the last key of a page', async () => {
    const { json } = await ask('GET /devices');
    expect(json).toEqual({ devices: [{ thing: 'light-1' }], ...nextOf('light-1') });
    const { next = '' } = nextOf('light-1');
    expect((await ask('GET /devices', { query: { next, limit: '7' } })).calls).toEqual(['devices ann light-1 7']);
  });
});

describe('a command', () => {
  const commandPath = { ...thing, command: 'c1' };
  const power = '{"power":true}';
  const command = (more: RequestOptions = {}) =>
    ask('POST /devices/{thing}/power-commands', { path: thing, body: power, ...more });

  test('is accepted with its state, expiry and location', async () => {
    expect(await command()).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      json: { command: 'c8', thing: 'light-1', power: true, state: 'waiting', expiresAt: '1970-01-01T00:00:31.000Z' },
      calls: ['start c8 light-1 true 30'],
    });
  });

  test('expires after the requested number of seconds', async () => {
    const { calls } = await command({ body: '{"power":true,"expiresInSeconds":3600}' });
    expect(calls).toEqual(['start c8 light-1 true 3600']);
    expect(await command({ body: '{"power":true,"expiresInSeconds":3601}' })).toMatchObject({ status: 400, calls: [] });
  });

  test('with the same idempotency key is not created twice', async () => {
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

  test('is rejected with 409 while another command is in progress', async () => {
    expect(await command({ path: { thing: 'light-2' } })).toMatchObject({
      status: 409,
      json: { title: 'Conflict', detail: 'Command c1 is still in progress.' },
      calls: [],
    });
  });

  test('can be read by id or listed', async () => {
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

  test('can be cancelled, which resumes its workflow', async () => {
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: commandPath })).toMatchObject({
      status: 202,
      calls: ['cancel light-1 c1', 'fail token Cancelled'],
    });
    const none = { ...commandPath, command: 'c7' };
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: none })).toMatchObject({
      status: 404,
    });
  });

  test('for many things starts one command per distinct thing', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-2', 'light-1'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      json: { id: 'c8', running: true, counts: { waiting: 2 } },
      calls: ['start c8 ann light-1 light-2'],
    });
  });

  test('for many things is idempotent per key, and rejected with 409 if the body differs', async () => {
    const many = (things: readonly string[], power = true) =>
      ask('POST /power-commands', { body: JSON.stringify({ things, power }), idempotencyKey: 'k' });
    const [first, again] = [await many(['light-1', 'light-2']), await many(['light-2', 'light-1'])];
    expect(first.calls).toHaveLength(1);
    expect(again).toMatchObject({ status: 202, headers: { Location: first.headers?.['Location'] }, calls: [] });
    expect(again.json).toEqual(first.json);
    for (const other of [await many(['light-1']), await many(['light-1', 'light-2'], false)])
      expect(other).toMatchObject({ status: 409, calls: [] });
  });

  test('for many things is rejected if the caller does not own all of them', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-3'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({ status: 404, calls: [] });
  });

  test('for many things can be read only by its creator, including commands that were not sent', async () => {
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

describe('a resource of another owner', () => {
  test.each(ofThings)('%s returns the same 404 as for a missing thing', async (route) => {
    const body = '{"power":true}';
    const foreign = await ask(route, { person: 'bob', path: { ...thing, command: 'c1' }, body });
    const missing = await ask(route, { person: 'ann', path: { thing: 'light-9', command: 'c1' }, body });
    expect(foreign.status).toBe(404);
    expect(foreign).toEqual(missing);
    expect(foreign.calls).toEqual([]);
  });

  test('returns 404 for a room, without querying its sensors', async () => {
    const foreign = await ask('GET /rooms/{room}/telemetry', { person: 'bob', path: { room: 'room1' }, query: span });
    expect(foreign).toMatchObject({ status: 404, calls: [] });
  });
});

describe('an administrator', () => {
  test('assigns registered devices and any room to an owner', async () => {
    const body = '{"owner":"bob"}';
    expect((await ask('PUT /devices/{thing}/owner', { path: thing, body })).calls).toContain('give bob device/light-1');
    expect(await ask('PUT /rooms/{room}/owner', { path: { room: 'attic' }, body })).toMatchObject({
      status: 204,
      calls: ['give bob room/attic'],
    });
    expect(await ask('PUT /devices/{thing}/owner', { path: { thing: 'light-9' }, body })).toMatchObject({
      status: 404,
    });
  });
});

describe('a malformed request', () => {
  test.each([
    ['GET /devices', { query: { limit: '0' } }, 'The parameter "limit" must be an integer from 1 to 100.'],
    ['GET /devices', { query: { limit: '101' } }, 'The parameter "limit" must be an integer from 1 to 100.'],
    [
      'GET /devices',
      { query: { next: 'bm9uZQ' } },
      'The parameter "next" must be the "next" value of a previous page.',
    ],
    [
      'POST /devices/{thing}/power-commands',
      { path: thing, body: '{' },
      'The body must be an object with a boolean "power" and an optional "expiresInSeconds" from 1 to 3600.',
    ],
    [
      'POST /devices/{thing}/power-commands',
      { path: thing, body: '{"power":true,"thing":"light-2"}' },
      'The body must be an object with a boolean "power" and an optional "expiresInSeconds" from 1 to 3600.',
    ],
    [
      'GET /rooms/{room}/telemetry',
      { path: { room: 'room1' }, query: { ...span, from: 'yesterday' } },
      'The parameter "from" must be a UTC time such as 2026-11-24T00:00:00Z.',
    ],
    [
      'GET /rooms/{room}/telemetry',
      { path: { room: 'room1' }, query: { ...span, to: span.from } },
      'The parameter "to" must be later than "from".',
    ],
  ])('returns 400 for %s with %j', async (route, options, detail) => {
    expect(await ask(route, options)).toMatchObject({
      status: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      json: { title: 'Bad Request', status: 400, detail },
      calls: [],
    });
  });

  test('returns 400 for a page position with an empty command id, which DynamoDB would reject', async () => {
    const query = { next: nextOf([0, '']).next ?? '' };
    expect(await ask('GET /devices/{thing}/power-commands', { path: thing, query })).toMatchObject({
      status: 400,
      json: { detail: 'The parameter "next" must be the "next" value of a previous page.' },
    });
  });

  const hostile = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '../light-1',
      'light-1/shadow',
      'light-1\nERROR',
      '${jndi:x}',
      "' OR '1'='1",
      'device/light-1',
      '#',
      '+',
    ),
  );

  // valid page positions and arbitrary text
  const ends = fc.oneof(
    hostile,
    fc.oneof(hostile, fc.tuple(fc.nat(), hostile)).map((key) => nextOf(key).next ?? ''),
  );

  law.prop([hostile, hostile, hostile, ends, fc.constantFrom(...Object.keys(routes))])(
    'passes only valid names to the sources',
    async (name, kind, moment, next, route) => {
      const path = { thing: name, room: name, date: name, command: name };
      const query = { kind, from: moment, to: moment, next, limit: next };
      const many = route === 'POST /power-commands' && { things: [name, kind] };
      const body = route.endsWith('/owner') ? { owner: kind } : { ...many, power: true };
      const { status, calls } = await ask(route, { path, query, body: JSON.stringify(body) });
      expect([200, 202, 204, 400, 404, 409]).toContain(status);
      for (const call of calls) {
        const [verb, ...words] = call.split(' ');
        const keys = verb === 'devices' ? [] : words.map((word) => word.replace(/^(device|room)\//, ''));
        for (const key of keys) expect(ThingName.safeParse(key).success || Word.safeParse(key).success).toBe(true);
      }
    },
  );
});
