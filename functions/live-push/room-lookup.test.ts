import { IoTClient } from '@aws-sdk/client-iot';
import { type Registry, registry } from './registry.fixture';
import { roomLookup } from './room-lookup';

let things: Registry;
let client: IoTClient;
let now = 0;
beforeEach(async () => {
  now = 0;
  things = await registry();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  client = new IoTClient({ endpoint: things.url, region: 'ap-northeast-1', credentials, maxAttempts: 1 });
});
afterEach(() => {
  client.destroy();
  things.close();
});

const roomOf = () => roomLookup(client, () => now);

describe('roomLookup', () => {
  test('returns the attribute "room" and caches it for a minute', async () => {
    const of = roomOf();
    things.rooms.set('light-1', 'room1');
    expect(await of('light-1')).toBe('room1');
    things.rooms.set('light-1', 'room2');
    now = 59_999;
    expect(await of('light-1')).toBe('room1');
    now = 60_000;
    expect(await of('light-1')).toBe('room2');
    expect(things.requests).toBe(2);
  });

  test('returns undefined for a missing or invalid attribute and for an unknown thing', async () => {
    things.rooms.set('light-1', undefined);
    things.rooms.set('light-2', 'a/b');
    const of = roomOf();
    expect([await of('light-1'), await of('light-2'), await of('light-3')]).toEqual([undefined, undefined, undefined]);
    await of('light-3');
    expect(things.requests).toBe(3);
  });

  test('fails if the registry does not respond', async () => {
    things.close();
    await expect(roomOf()('light-1')).rejects.toThrow();
  });
});
