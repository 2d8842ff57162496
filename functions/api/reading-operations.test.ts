import { readingOperations } from './reading-operations';
import { describeMalformedRequests, describeUntrustedRequests, recordedApi } from './recorded-api.fixture';

const api = recordedApi((record, ownership) =>
  readingOperations(
    {
      belongings: { give: async (owner, id) => record('give', owner, id) },
      sensorsIn: async (room, kind) => {
        record('sensors', room, kind);
        return ['sensor-1'];
      },
      readingsOf: async ({ thing }, { from, to, limit }) => {
        record('readings', thing, from, to, limit);
        return { readings: [{ thing, at: from, value: 21 }], readUpTo: undefined };
      },
    },
    ownership,
  ),
);
const { ask } = api;
const span = { kind: 'temp', from: '2026-11-24T00:00:00Z', to: '2026-11-25T00:00:00Z' };

test("returns a room's readings to its owner in the documented format", async () => {
  expect(await ask('GET /rooms/{room}/telemetry', { path: { room: 'room1' }, query: span })).toMatchObject({
    status: 200,
    json: { readings: [{ thing: 'sensor-1', at: '2026-11-24T00:00:00.000Z', value: 21 }] },
  });
});

test("returns 404 for another owner's room without querying its sensors", async () => {
  const foreign = await ask('GET /rooms/{room}/telemetry', { person: 'bob', path: { room: 'room1' }, query: span });
  expect(foreign).toMatchObject({ status: 404, calls: [] });
});

test('lets an administrator assign any room to an owner', async () => {
  const request = { path: { room: 'attic' }, body: '{"owner":"bob"}' };
  expect(await ask('PUT /rooms/{room}/owner', request)).toMatchObject({ status: 204, calls: ['give bob room/attic'] });
});

describe('an untrusted request', () => describeUntrustedRequests(api));

describe('a malformed request', () =>
  describeMalformedRequests(api, [
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
  ]));
