import { deviceOperations } from './device-operations';
import { nextOf } from './parameters';
import { describeMalformedRequests, describeUntrustedRequests, recordedApi } from './recorded-api.fixture';

const api = recordedApi((record, ownership) =>
  deviceOperations(
    {
      belongings: {
        give: async (owner, id) => record('give', owner, id),
        devicesOf: async (owner, { after, limit }) => {
          record('devices', owner, after, limit);
          return { things: ['light-1'], last: 'light-1' };
        },
      },
      describe: async (thing) => {
        record('describe', thing);
        return thing === 'light-1' ? { thing, type: 'light', attributes: {} } : undefined;
      },
      shadowOf: async (thing) => {
        record('shadow', thing);
        return { state: { reported: { power: true } }, version: 7, timestamp: 1_764_000_000 };
      },
    },
    ownership,
  ),
);
const { ask } = api;
const path = { thing: 'light-1' };

describe('a request by the owner', () => {
  test('returns the trace id in a header', async () => {
    const { headers } = await ask('GET /devices');
    expect(headers).toMatchObject({ 'x-trace-id': 'trace-1', 'Access-Control-Expose-Headers': 'x-trace-id, location' });
    expect((await ask('GET /devices/{thing}', { path: { thing: 'missing' } })).headers).toMatchObject({
      'x-trace-id': 'trace-1',
    });
  });

  test('returns the shadow in the documented format', async () => {
    expect(await ask('GET /devices/{thing}/shadow', { path })).toMatchObject({
      status: 200,
      headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': 'https://console.example.com' },
      json: { thing: 'light-1', version: 7, at: '2025-11-24T16:00:00.000Z', state: { reported: { power: true } } },
    });
  });

  test('continues a list after the last key of a page', async () => {
    const { json } = await ask('GET /devices');
    expect(json).toEqual({ devices: [{ thing: 'light-1' }], ...nextOf('light-1') });
    const { next = '' } = nextOf('light-1');
    expect((await ask('GET /devices', { query: { next, limit: '7' } })).calls).toEqual(['devices ann light-1 7']);
  });
});

test('an administrator assigns registered devices to an owner', async () => {
  const body = '{"owner":"bob"}';
  expect((await ask('PUT /devices/{thing}/owner', { path, body })).calls).toContain('give bob device/light-1');
  expect(await ask('PUT /devices/{thing}/owner', { path: { thing: 'light-9' }, body })).toMatchObject({ status: 404 });
});

test('an unknown route returns 404', async () => {
  expect(await ask('GET /moons')).toMatchObject({ status: 404, calls: [] });
});

describe('an untrusted request', () => describeUntrustedRequests(api));

describe('a malformed request', () =>
  describeMalformedRequests(api, [
    ['GET /devices', { query: { limit: '0' } }, 'The parameter "limit" must be an integer from 1 to 100.'],
    ['GET /devices', { query: { limit: '101' } }, 'The parameter "limit" must be an integer from 1 to 100.'],
    [
      'GET /devices',
      { query: { next: 'bm9uZQ' } },
      'The parameter "next" must be the "next" value of a previous page.',
    ],
  ]));
