import { fc, test as law } from '@fast-check/jest';
import * as z from 'zod';
import { belonging } from '../../contracts/belongings';
import { CommandId } from '../../contracts/commands';
import { ThingName } from '../../contracts/power';
import type { PowerCommand, PowerCommands } from '../../contracts/power-commands';
import { Word } from '../../contracts/telemetry';
import type { Command } from '../shared/command';
import { answer, routes } from './answer';
import { operationsOf } from './operations';
import { nextOf } from './parameters';

/** Many commands that were given together, by their id. */
const given = new Map<string, PowerCommands>();
beforeEach(() => given.clear());

/** One command of light-1 is there, under way; nothing else of commands. */
function commandSources(note: (...words: unknown[]) => void) {
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
    underWay: async (thing: string) => (thing === 'light-2' ? 'c1' : undefined),
    takePlace: async ({ thing }: { thing: string }) => thing !== 'light-2',
    begun: async (begun: Omit<Command, 'state'>) => ({ ...begun, state: 'waiting' as const }),
    cancel: async ({ thing, command: id }: { thing: string; command: string }) => {
      note('cancel', thing, id);
      return id === 'c1' ? { ...command, isCancelled: true } : undefined;
    },
    fail: async (token: string, { error }: { error: string }) => {
      note('fail', token, error);
      return true;
    },
    commandsOf: async (thing: string) => {
      note('commands', thing);
      return { commands: [command], last: undefined };
    },
    findMany: async () => [command],
    startCommand: async (id: string, { thing, power, expiresInSeconds }: PowerCommand) =>
      note('start', id, thing, power, expiresInSeconds),
    startCommands: async (id: string, commands: PowerCommands) => {
      note('start', id, commands.owner, ...commands.commands.map(({ input }) => input.thing));
      given.set(id, commands);
    },
    commandsGiven: async (id: string) => {
      const group = given.get(id);
      return group && { ...group, isRunning: !id.startsWith('g') };
    },
  };
}

/** Sources that remember what they were asked for. Ann has light-1, light-2, to which a command is under way, and room1. */
function sources() {
  const asked: string[] = [];
  const note = (...words: unknown[]) => void asked.push(words.join(' '));
  const anns = new Set(['light-1', 'light-2'].map(belonging.device).concat(belonging.room('room1')));
  return {
    asked,
    of: {
      belongings: {
        isOf: async (owner: string, id: string) => owner === 'ann' && anns.has(id),
        give: async (owner: string, id: string) => note('give', owner, id),
        devicesOf: async (owner: string, { after, limit }: { after: string | undefined; limit: number }) => {
          note('devices', owner, after, limit);
          return { things: ['light-1'], last: 'light-1' };
        },
      },
      describe: async (thing: string) => {
        note('describe', thing);
        return thing === 'light-1' ? { thing, type: 'light', attributes: {} } : undefined;
      },
      shadowOf: async (thing: string) => {
        note('shadow', thing);
        return { state: { reported: { power: true } }, version: 7, timestamp: 1_764_000_000 };
      },
      changesOf: async (thing: string) => {
        note('changes', thing);
        const current = { state: { reported: { power: true } } };
        return { changes: [{ version: 1, timestamp: 1_764_000_000, previous: null, current }], last: undefined };
      },
      sensorsIn: async (room: string, kind: string) => {
        note('sensors', room, kind);
        return ['sensor-1'];
      },
      readingsOf: async ({ thing }: { thing: string }, span: { from: number; to: number; limit: number }) => {
        note('readings', thing, span.from, span.to, span.limit);
        return { readings: [{ thing, at: span.from, value: 21 }], readUpTo: undefined };
      },
      digestOf: async (date: string) => {
        note('digest', date);
        return undefined;
      },
      ...commandSources(note),
    },
  };
}

interface Asked {
  readonly person?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: string;
  readonly idempotencyKey?: string;
}

async function ask(route: string, { person = 'ann', path = {}, query = {}, body = '', ...more }: Asked = {}) {
  const { of, asked } = sources();
  const request = { person, path, query, body, trace: 'trace-1', ...more };
  const {
    statusCode,
    headers,
    body: text,
  } = await answer({ route, request }, { operations: operationsOf(of), origin: 'https://console.example.com' });
  const said: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: statusCode, headers, said, asked };
}

const thing = { thing: 'light-1' };
const span = { kind: 'temp', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };
const ofThings = Object.keys(routes).filter((route) => route.includes('{thing}') && !route.startsWith('PUT'));

describe('what is one’s own', () => {
  test('is answered with the trace by which it is found in logs', async () => {
    const { headers } = await ask('GET /devices');
    expect(headers).toMatchObject({ 'x-trace-id': 'trace-1', 'Access-Control-Expose-Headers': 'x-trace-id, location' });
    expect((await ask('GET /devices/{thing}', { path: { thing: 'nobodys' } })).headers).toMatchObject({
      'x-trace-id': 'trace-1',
    });
  });

  test('is answered by the specification', async () => {
    expect(await ask('GET /devices/{thing}/shadow', { path: thing })).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': 'https://console.example.com' },
      said: { thing: 'light-1', version: 7, at: '2025-11-24T16:00:00.000Z', state: { reported: { power: true } } },
    });
    expect((await ask('GET /devices/{thing}/shadow/history', { path: thing })).said).toEqual({
      changes: [{ version: 1, at: '2025-11-24T16:00:00.000Z', before: {}, after: { reported: { power: true } } }],
    });
    expect(await ask('GET /rooms/{room}/telemetry', { path: { room: 'room1' }, query: span })).toMatchObject({
      status: 200,
      said: { readings: [{ thing: 'sensor-1', at: '2026-11-24T00:00:00.000Z', value: 21 }] },
    });
  });

  test('is listed behind the key that a page ended with', async () => {
    const { said } = await ask('GET /devices');
    expect(said).toEqual({ devices: [{ thing: 'light-1' }], ...nextOf('light-1') });
    const { next = '' } = nextOf('light-1');
    expect((await ask('GET /devices', { query: { next, limit: '7' } })).asked).toEqual(['devices ann light-1 7']);
  });
});

describe('a command', () => {
  const one = { ...thing, command: 'c1' };
  const power = '{"power":true}';
  const command = (more: Asked = {}) =>
    ask('POST /devices/{thing}/power-commands', { path: thing, body: power, ...more });

  test('is given, and one is told its state, when it expires, and where to ask for it', async () => {
    expect(await command()).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      said: { command: 'c8', thing: 'light-1', power: true, state: 'waiting', expiresAt: '1970-01-01T00:00:31.000Z' },
      asked: ['start c8 light-1 true 30'],
    });
  });

  test('lasts as long as it says', async () => {
    const { asked } = await command({ body: '{"power":true,"expiresInSeconds":3600}' });
    expect(asked).toEqual(['start c8 light-1 true 3600']);
    expect(await command({ body: '{"power":true,"expiresInSeconds":3601}' })).toMatchObject({ status: 400, asked: [] });
  });

  test('with the same key is the same command, and nobody else’s', async () => {
    const [first, again, other] = [
      await command({ idempotencyKey: 'k' }),
      await command({ idempotencyKey: 'k' }),
      await command({ idempotencyKey: 'l' }),
    ];
    expect(first).toEqual(again);
    expect(first.asked).not.toEqual(other.asked);
    const id = z.object({ command: CommandId }).parse(first.said);
    expect(first.asked).toEqual([`start ${id.command} light-1 true 30`]);
  });

  test('is a conflict where another is under way', async () => {
    expect(await command({ path: { thing: 'light-2' } })).toMatchObject({
      status: 409,
      said: { title: 'Conflict', detail: 'Another command is under way: c1.' },
      asked: [],
    });
  });

  test('is looked at, alone or among others', async () => {
    expect((await ask('GET /devices/{thing}/power-commands/{command}', { path: one })).said).toMatchObject({
      command: 'c1',
      state: 'waiting',
    });
    expect((await ask('GET /devices/{thing}/power-commands', { path: thing })).said).toMatchObject({
      commands: [{ command: 'c1' }],
    });
    const none = { ...one, command: 'c7' };
    expect(await ask('GET /devices/{thing}/power-commands/{command}', { path: none })).toMatchObject({ status: 404 });
  });

  test('is called off: its workflow is woken', async () => {
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: one })).toMatchObject({
      status: 202,
      asked: ['cancel light-1 c1', 'fail token Cancelled'],
    });
    const none = { ...one, command: 'c7' };
    expect(await ask('DELETE /devices/{thing}/power-commands/{command}', { path: none })).toMatchObject({
      status: 404,
    });
  });

  test('goes to many things at once, each once', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-2', 'light-1'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({
      status: 202,
      headers: { Location: 'power-commands/c8' },
      said: { id: 'c8', running: true, counts: { waiting: 2 } },
      asked: ['start c8 ann light-1 light-2'],
    });
  });

  test('to many with the same key is the same commands; with others of them it is a conflict', async () => {
    const many = (things: readonly string[], power = true) =>
      ask('POST /power-commands', { body: JSON.stringify({ things, power }), idempotencyKey: 'k' });
    const [first, again] = [await many(['light-1', 'light-2']), await many(['light-2', 'light-1'])];
    expect(first.asked).toHaveLength(1);
    expect(again).toMatchObject({ status: 202, headers: { Location: first.headers?.['Location'] }, asked: [] });
    expect(again.said).toEqual(first.said);
    for (const other of [await many(['light-1']), await many(['light-1', 'light-2'], false)])
      expect(other).toMatchObject({ status: 409, asked: [] });
  });

  test('goes to nobody where one of the things is somebody else’s', async () => {
    const body = JSON.stringify({ things: ['light-1', 'light-3'], power: true });
    expect(await ask('POST /power-commands', { body })).toMatchObject({ status: 404, asked: [] });
  });

  test('to many is looked at by who has given it: what was begun, and what was not', async () => {
    const commands = ['c1', 'c2'].map((one) => ({ command: one, input: { thing: 'light-1', power: true } }));
    given.set('g1', { owner: 'ann', commands }).set('g2', { owner: 'bob', commands });
    expect(await ask('GET /power-commands/{command}', { path: { command: 'g1' } })).toMatchObject({
      status: 200,
      said: {
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

describe('what is somebody else’s', () => {
  test.each(ofThings)('%s is not found, in the words of what is not there', async (route) => {
    const body = '{"power":true}';
    const others = await ask(route, { person: 'bob', path: { ...thing, command: 'c1' }, body });
    const nobodys = await ask(route, { person: 'ann', path: { thing: 'light-9', command: 'c1' }, body });
    expect(others.status).toBe(404);
    expect(others).toEqual(nobodys);
    expect(others.asked).toEqual([]);
  });

  test('a room is not found either, and none of its sensors is looked for', async () => {
    const others = await ask('GET /rooms/{room}/telemetry', { person: 'bob', path: { room: 'room1' }, query: span });
    expect(others).toMatchObject({ status: 404, asked: [] });
  });
});

describe('what an administrator gives', () => {
  test('is a device of the registry, or a room', async () => {
    const body = '{"owner":"bob"}';
    expect((await ask('PUT /devices/{thing}/owner', { path: thing, body })).asked).toContain('give bob device/light-1');
    expect(await ask('PUT /rooms/{room}/owner', { path: { room: 'attic' }, body })).toMatchObject({
      status: 204,
      asked: ['give bob room/attic'],
    });
    expect(await ask('PUT /devices/{thing}/owner', { path: { thing: 'light-9' }, body })).toMatchObject({
      status: 404,
    });
  });
});

describe('what is not of the form that is asked for', () => {
  test.each([
    ['GET /devices', { query: { limit: '0' } }, 'The parameter limit is not a whole number from 1 to 100.'],
    ['GET /devices', { query: { limit: '101' } }, 'The parameter limit is not a whole number from 1 to 100.'],
    ['GET /devices', { query: { next: 'bm9uZQ' } }, 'The parameter next is not the next of a page.'],
    [
      'POST /devices/{thing}/power-commands',
      { path: thing, body: '{' },
      'The body is not a power that is true or false, for 1 to 3600 seconds.',
    ],
    [
      'POST /devices/{thing}/power-commands',
      { path: thing, body: '{"power":true,"thing":"light-2"}' },
      'The body is not a power that is true or false, for 1 to 3600 seconds.',
    ],
    [
      'GET /rooms/{room}/telemetry',
      { path: { room: 'room1' }, query: { ...span, from: 'yesterday' } },
      'The parameter from is not a moment like 2026-11-24T00:00:00Z.',
    ],
    [
      'GET /rooms/{room}/telemetry',
      { path: { room: 'room1' }, query: { ...span, to: span.from } },
      'The parameter to is not after from.',
    ],
  ])('%s with %j is told so', async (route, asked, detail) => {
    expect(await ask(route, asked)).toMatchObject({
      status: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      said: { title: 'Bad Request', status: 400, detail },
      asked: [],
    });
  });

  test('a page of commands behind an empty name is told so: no key of a table is empty', async () => {
    const query = { next: nextOf([0, '']).next ?? '' };
    expect(await ask('GET /devices/{thing}/power-commands', { path: thing, query })).toMatchObject({
      status: 400,
      said: { detail: 'The parameter next is not the next of a page.' },
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

  // what a page might have ended with, or what only looks like it
  const ends = fc.oneof(
    hostile,
    fc.oneof(hostile, fc.tuple(fc.nat(), hostile)).map((key) => nextOf(key).next ?? ''),
  );

  law.prop([hostile, hostile, hostile, ends, fc.constantFrom(...Object.keys(routes))])(
    'reaches no key: what the sources are asked for are names, or it is refused',
    async (name, kind, moment, next, route) => {
      const path = { thing: name, room: name, date: name, command: name };
      const query = { kind, from: moment, to: moment, next, limit: next };
      const many = route === 'POST /power-commands' && { things: [name, kind] };
      const body = route.endsWith('/owner') ? { owner: kind } : { ...many, power: true };
      const { status, asked } = await ask(route, { path, query, body: JSON.stringify(body) });
      expect([200, 202, 204, 400, 404, 409]).toContain(status);
      for (const call of asked) {
        const [verb, ...words] = call.split(' ');
        const keys = verb === 'devices' ? [] : words.map((word) => word.replace(/^(device|room)\//, ''));
        for (const key of keys) expect(ThingName.safeParse(key).success || Word.safeParse(key).success).toBe(true);
      }
    },
  );
});
