import { handshakeStatus } from './live-page';
import { personAt } from './person';
import { openTarget, type Target } from './target';

// These checks require no example things and leave no data behind.
jest.setTimeout(120_000);

let target: Target;
beforeAll(async () => {
  target = await openTarget();
});
afterAll(() => target?.close());

test('the API accepts requests only with a token and an API key', async () => {
  const person = await personAt(target, 'read');
  expect(await person.ask('GET', '/devices')).toMatchObject({ status: 200, body: { devices: expect.any(Array) } });
  const stranger = await fetch(`${target.outputs.api_url.value}/devices`);
  expect({ status: stranger.status, body: await stranger.json() }).toMatchObject({
    status: 401,
    body: { status: 401 },
  });
});

test('the live API rejects a page without a token', async () => {
  expect(await handshakeStatus(target.outputs.live_url.value)).toBe(401);
});
