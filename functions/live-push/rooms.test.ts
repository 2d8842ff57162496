import { IoTClient } from '@aws-sdk/client-iot';
import { type Registry, registry } from './registry.fixture';
import { rooms } from './rooms';

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

const roomOf = () => rooms(client, () => now);

describe('the room of a thing', () => {
  test('is what its attribute says, and is asked for once a minute', async () => {
    const of = roomOf();
    things.rooms.set('light-1', 'room1');
    expect(await of('light-1')).toBe('room1');
    things.rooms.set('light-1', 'room2');
    now = 59_999;
    expect(await of('light-1')).toBe('room1');
    now = 60_000;
    expect(await of('light-1')).toBe('room2');
    expect(things.asked).toBe(2);
  });

  test('is none where the attribute is none, or no name of a room, or there is no such thing', async () => {
    things.rooms.set('light-1', undefined);
    things.rooms.set('light-2', 'a/b');
    const of = roomOf();
    expect([await of('light-1'), await of('light-2'), await of('light-3')]).toEqual([undefined, undefined, undefined]);
    await of('light-3');
    expect(things.asked).toBe(3);
  });

  test('is not known where the registry does not answer', async () => {
    things.close();
    await expect(roomOf()('light-1')).rejects.toThrow();
  });
});
