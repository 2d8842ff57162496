import { fc, test as law } from '@fast-check/jest';
import { routes } from '../../contracts/api';
import { belonging } from '../../contracts/belongings';
import { ThingName, Word } from '../../contracts/values';
import type { Operations } from './operation';
import { type Ownership, ownershipIn } from './ownership';
import { nextOf } from './parameters';
import { routeRequest } from './route-request';

/** Records a call to a source. */
type Record = (...words: unknown[]) => void;

export interface RequestOptions {
  readonly person?: string;
  readonly path?: { readonly [name: string]: string };
  readonly query?: { readonly [name: string]: string };
  readonly body?: string;
  readonly idempotencyKey?: string;
}

/**
 * Serves operations whose sources record their calls. Ann owns room1, light-1 and light-2.
 * @param operationsOf creates the operations for one request
 */
export function recordedApi(operationsOf: (record: Record, ownership: Ownership) => Partial<Operations>) {
  const anns = new Set(['light-1', 'light-2'].map(belonging.device).concat(belonging.room('room1')));
  const isOf = async (owner: string, id: string) => owner === 'ann' && anns.has(id);
  const create = (calls: string[]) =>
    operationsOf((...words) => void calls.push(words.join(' ')), ownershipIn({ isOf }));

  async function ask(
    route: string,
    { person = 'ann', path = {}, query = {}, body = '', ...more }: RequestOptions = {},
  ) {
    const calls: string[] = [];
    const request = { person, path, query, body, trace: 'trace-1', ...more };
    const options = { operations: create(calls), origin: 'https://console.example.com' };
    const { statusCode, headers, body: text } = await routeRequest({ route, request }, options);
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: statusCode, headers, json, calls };
  }

  const served = create([]);
  const servedRoutes = Object.keys(routes).filter((route) => {
    const id = routes[route];
    return id !== undefined && id in served;
  });
  return { ask, servedRoutes };
}

/** Declares the tests that every group of operations must pass: access by other owners, and hostile names. */
export function describeUntrustedRequests({ ask, servedRoutes }: ReturnType<typeof recordedApi>): void {
  const ofThings = servedRoutes.filter((route) => route.includes('{thing}') && !route.startsWith('PUT'));
  if (ofThings.length > 0)
    test.each(ofThings)("%s returns the same 404 for another owner's thing as for a missing thing", async (route) => {
      const body = '{"power":true}';
      const foreign = await ask(route, { person: 'bob', path: { thing: 'light-1', command: 'c1' }, body });
      const missing = await ask(route, { person: 'ann', path: { thing: 'light-9', command: 'c1' }, body });
      expect(foreign.status).toBe(404);
      expect(foreign).toEqual(missing);
      expect(foreign.calls).toEqual([]);
    });

  law.prop([hostile, hostile, hostile, ends, fc.constantFrom(...servedRoutes)])(
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
}

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

/** Declares a test for each malformed request, which must be rejected before a source is called. */
export function describeMalformedRequests(
  { ask }: ReturnType<typeof recordedApi>,
  cases: readonly (readonly [route: string, options: RequestOptions, detail: string])[],
): void {
  test.each(cases)('returns 400 for %s with %j', async (route, options, detail) => {
    expect(await ask(route, options)).toMatchObject({
      status: 400,
      headers: { 'Content-Type': 'application/problem+json' },
      json: { title: 'Bad Request', status: 400, detail },
      calls: [],
    });
  });
}
