import { once } from 'node:events';
import { connect as connectSocket, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Aedes, type Client } from 'aedes';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import {
  discardWill,
  hasSentDisconnect,
  interceptPackets,
  isSubscribedAtQos0,
  overrideDeliveries,
  overrideSessionTimers,
  overrideWaitForDrain,
  takePacketIdentifier,
} from './aedes-internals';

/** Cleanup functions. They run after each test, in reverse order. */
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanups.splice(0).reverse()) await cleanUp();
});

/** Starts aedes on a free port. `accepted` is called with each connection before any data is read from it. */
async function startAedes(accepted: (client: Client, broker: Aedes) => void = () => undefined) {
  const broker = await Aedes.createBroker();
  const server = createServer((socket) => accepted(broker.handle(socket), broker));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => new Promise<void>((resolve) => broker.close(() => server.close(() => resolve()))));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected aedes to listen on a port');
  return { broker, port: address.port };
}

/** Connects a device. Returns the device, and the client that aedes created for its connection. */
async function connectDevice(
  { broker, port }: { broker: Aedes; port: number },
  options: IClientOptions = {},
): Promise<{ device: MqttClient; client: Client }> {
  const ready = new Promise<Client>((resolve) => broker.once('clientReady', resolve));
  const device = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, ...options });
  device.on('error', () => undefined);
  cleanups.push(() => device.endAsync(true));
  return { device, client: await ready };
}

const publish = (broker: Aedes, { topic, qos, payload = 'on' }: { topic: string; qos: 0 | 1; payload?: string }) =>
  new Promise<void>((resolve, reject) => {
    const packet = { cmd: 'publish', topic, payload, qos, retain: false, dup: false } as const;
    broker.publish(packet, (error) => (error ? reject(error) : resolve()));
  });

/** Collects the payloads of the messages that a device receives. */
function received(device: MqttClient): string[] {
  const texts: string[] = [];
  device.on('message', (_topic, payload) => texts.push(String(payload)));
  return texts;
}

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!isTrue() && performance.now() < deadline) await delay(5);
  expect(isTrue()).toBe(true);
}

describe('interceptPackets', () => {
  test('intercepts every packet from a client; aedes handles only packets that are passed on', async () => {
    const commands: string[] = [];
    const aedes = await startAedes((client) => {
      const passOn = interceptPackets(client, {
        packet(packet) {
          commands.push(packet.cmd);
          if (packet.cmd !== 'publish') passOn(packet);
        },
        error: (error) => expect(error).toBeUndefined(),
      });
    });
    const published: string[] = [];
    aedes.broker.on('publish', ({ topic }) => published.push(topic));
    const { device } = await connectDevice(aedes);
    await device.publishAsync('withheld', 'on');
    await device.subscribeAsync('a', { qos: 1 });
    await publish(aedes.broker, { topic: 'a', qos: 1 });
    await until(() => commands.includes('puback'));
    await device.endAsync();
    await until(() => commands.includes('disconnect'));
    expect(commands).toEqual(['connect', 'publish', 'subscribe', 'puback', 'disconnect']);
    expect(published).not.toContain('withheld');
  });

  test('intercepts parser errors, so that aedes keeps the connection open', async () => {
    const errors: string[] = [];
    const aedes = await startAedes((client) => {
      interceptPackets(client, { packet: () => undefined, error: ({ message }) => errors.push(message) });
    });
    const socket = connectSocket(aedes.port, '127.0.0.1');
    cleanups.push(() => socket.destroy());
    // The remaining length is malformed, because it is more than four bytes long (MQTT 3.1.1, 2.2.3).
    socket.write(Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await until(() => errors.length > 0);
    await delay(20);
    expect(socket.closed).toBe(false);
  });
});

describe('takePacketIdentifier', () => {
  test('reserves the packet identifier that the next QoS 1 message would have used', async () => {
    const aedes = await startAedes();
    const { device, client } = await connectDevice(aedes);
    const identifiers: (number | undefined)[] = [];
    device.on('packetreceive', (packet) => packet.cmd === 'publish' && identifiers.push(packet.messageId));
    await device.subscribeAsync('a', { qos: 1 });
    await publish(aedes.broker, { topic: 'a', qos: 1 });
    await until(() => identifiers.length === 1);
    const taken = takePacketIdentifier(client);
    await publish(aedes.broker, { topic: 'a', qos: 1 });
    await until(() => identifiers.length === 2);
    const after = (identifier = 0) => (identifier === 65_535 ? 1 : identifier + 1);
    expect([taken, identifiers[1]]).toEqual([after(identifiers[0]), after(taken)]);
  });

  test('returns 1 after 65535', async () => {
    const { client } = await connectDevice(await startAedes());
    let last = takePacketIdentifier(client);
    while (last !== 65_535) last = takePacketIdentifier(client);
    expect(takePacketIdentifier(client)).toBe(1);
  });
});

describe.each([4, 5] as const)('hasSentDisconnect for a client with protocol level %i', (protocolVersion) => {
  async function leave(by: (connection: { device: MqttClient; client: Client }) => unknown): Promise<boolean> {
    const aedes = await startAedes();
    const connection = await connectDevice(aedes, { protocolVersion });
    expect(hasSentDisconnect(connection.client)).toBe(false);
    const disconnected = once(aedes.broker, 'clientDisconnect');
    await by(connection);
    await disconnected;
    return hasSentDisconnect(connection.client);
  }

  test('returns true after DISCONNECT', async () => {
    expect(await leave(({ device }) => device.endAsync())).toBe(true);
  });

  test('returns false after the connection is lost', async () => {
    expect(await leave(({ device }) => device.stream.destroy())).toBe(false);
  });

  test('returns false after the broker has closed the connection', async () => {
    expect(await leave(({ client }) => client.disconnect({ reasonCode: 0x98 }))).toBe(false);
  });
});

test.each([4, 5] as const)(
  'discardWill discards the will of a client with protocol level %i',
  async (protocolVersion) => {
    const aedes = await startAedes();
    const will = { topic: 'wills', payload: Buffer.from('lost'), qos: 0, retain: false } as const;
    const { client } = await connectDevice(aedes, { protocolVersion, will });
    const published: string[] = [];
    aedes.broker.on('publish', ({ topic }) => void published.push(topic));
    discardWill(client);
    const disconnected = once(aedes.broker, 'clientDisconnect');
    client.close();
    await disconnected;
    expect(published).not.toContain('wills');
  },
);

describe('overrideWaitForDrain', () => {
  test('calls the override when a write buffer is full, and delays the message until done() is called', async () => {
    const waiting: (() => void)[] = [];
    const aedes = await startAedes((client) => {
      overrideWaitForDrain(client, (done) => waiting.push(() => done(null, client)));
    });
    const { device } = await connectDevice(aedes);
    await device.subscribeAsync('a', { qos: 0 });
    const done = jest.fn();
    // The payload is larger than both sides' socket buffers together.
    const publishing = publish(aedes.broker, { topic: 'a', qos: 0, payload: 'x'.repeat(16_000_000) }).then(done);
    await until(() => waiting.length === 1);
    await delay(20);
    expect(done).not.toHaveBeenCalled();
    waiting[0]?.();
    await publishing;
  });

  test("passes aedes' original method to the override", async () => {
    let waits = 0;
    const aedes = await startAedes((client) => {
      overrideWaitForDrain(client, (done, own) => {
        waits += 1;
        own(done);
      });
    });
    const { device } = await connectDevice(aedes);
    await device.subscribeAsync('a', { qos: 0 });
    await publish(aedes.broker, { topic: 'a', qos: 0, payload: 'x'.repeat(16_000_000) });
    expect(waits).toBe(1);
  });
});

describe('overrideDeliveries', () => {
  /** Records every delivery to a device. `isDelivered` returns whether to pass a message on to aedes. */
  async function deliveriesTo(isDelivered: (payload: string) => boolean) {
    const calls: string[] = [];
    const aedes = await startAedes((client) => {
      overrideDeliveries(client, (own) => ({
        deliver0(packet, done) {
          calls.push(`deliver0 ${packet.payload}`);
          if (isDelivered(String(packet.payload))) own.deliver0(packet, done);
          else done();
        },
        deliverQoS(packet, done) {
          calls.push(`deliverQoS ${packet.payload}`);
          if (isDelivered(String(packet.payload))) own.deliverQoS(packet, done);
          else done();
        },
      }));
    });
    const { device, client } = await connectDevice(aedes);
    const texts = received(device);
    await device.subscribeAsync({ 'qos/0': { qos: 0 }, 'qos/1': { qos: 1 } });
    return { broker: aedes.broker, client, calls, texts };
  }

  test('intercepts messages at each QoS level; aedes delivers only messages that are passed on', async () => {
    const { broker, calls, texts } = await deliveriesTo((payload) => payload !== 'withheld');
    await publish(broker, { topic: 'qos/0', qos: 0, payload: 'zero' });
    await publish(broker, { topic: 'qos/1', qos: 1, payload: 'withheld' });
    await publish(broker, { topic: 'qos/1', qos: 1, payload: 'one' });
    await until(() => texts.length === 2);
    expect(texts).toEqual(['zero', 'one']);
    expect(calls).toEqual(['deliver0 zero', 'deliverQoS withheld', 'deliverQoS one']);
  });

  test('intercepts a QoS 0 message for a QoS 1 subscription twice, in deliverQoS and deliver0', async () => {
    const { broker, calls, texts } = await deliveriesTo(() => true);
    await publish(broker, { topic: 'qos/1', qos: 0, payload: 'zero' });
    await until(() => texts.length === 1);
    expect(calls).toEqual(['deliverQoS zero', 'deliver0 zero']);
  });

  test('intercepts messages that are published to the client directly', async () => {
    const { client, calls, texts } = await deliveriesTo(() => true);
    const packet = { cmd: 'publish', topic: 'a', payload: 'direct', qos: 1, retain: false, dup: false } as const;
    client.publish(packet, () => undefined);
    await until(() => texts.length === 1);
    expect(calls).toEqual(['deliverQoS direct']);
  });
});

test('isSubscribedAtQos0 returns whether aedes has granted QoS 0 to a subscription', async () => {
  const { device, client } = await connectDevice(await startAedes());
  await device.subscribeAsync({ zero: { qos: 0 }, one: { qos: 1 }, '+/zero': { qos: 0 } });
  expect(['zero', 'one', 'a/zero', 'none'].map((topic) => isSubscribedAtQos0(client, topic))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  await device.unsubscribeAsync('zero');
  expect(isSubscribedAtQos0(client, 'zero')).toBe(false);
});

describe('overrideSessionTimers', () => {
  const will = { topic: 'wills', payload: Buffer.from('lost'), qos: 1, properties: { willDelayInterval: 60 } } as const;
  const device = { clientId: 'light-1', protocolVersion: 5, properties: { sessionExpiryInterval: 90 }, will } as const;

  async function timed() {
    const calls: unknown[] = [];
    const aedes = await startAedes();
    overrideSessionTimers(aedes.broker, ({ publishWill }) => ({
      scheduleSessionExpiry: ({ id }) => calls.push(['scheduleSessionExpiry', id]),
      clearSessionExpiry: (clientId) => calls.push(['clearSessionExpiry', clientId]),
      scheduleWill(client, delayed, seconds) {
        calls.push(['scheduleWill', client.id, seconds]);
        publishWill(client, delayed);
      },
      clearDelayedWill: (clientId) => calls.push(['clearDelayedWill', clientId]),
    }));
    return { ...aedes, calls };
  }

  test('calls the override when a client connects and when it disconnects', async () => {
    const { calls, ...aedes } = await timed();
    const connection = await connectDevice(aedes, device);
    expect(calls.splice(0)).toEqual([
      ['clearSessionExpiry', 'light-1'],
      ['clearDelayedWill', 'light-1'],
    ]);
    await connection.device.endAsync();
    await until(() => calls.length > 0);
    expect(calls).toEqual([['scheduleSessionExpiry', 'light-1']]);
  });

  test("passes a lost client's will and its delay to the override, which can publish the will with publishWill", async () => {
    const { calls, ...aedes } = await timed();
    const listener = await connectDevice(aedes);
    const texts = received(listener.device);
    await listener.device.subscribeAsync('wills', { qos: 1 });
    const connection = await connectDevice(aedes, device);
    calls.splice(0);
    connection.device.stream.destroy();
    await until(() => texts.length > 0);
    expect(texts).toEqual(['lost']);
    expect(calls).toEqual([
      ['scheduleWill', 'light-1', 60],
      ['scheduleSessionExpiry', 'light-1'],
    ]);
  });

  test('calls the override when an MQTT 3.1.1 client is lost, while aedes itself publishes the will', async () => {
    const { calls, ...aedes } = await timed();
    const { properties: _properties, ...will4 } = will;
    const connection = await connectDevice(aedes, { clientId: 'light-1', clean: false, will: will4 });
    calls.splice(0);
    const published = new Promise((resolve) => {
      aedes.broker.on('publish', ({ topic }) => topic === 'wills' && resolve(topic));
    });
    connection.device.stream.destroy();
    await published;
    await until(() => calls.length > 0);
    expect(calls).toEqual([['scheduleSessionExpiry', 'light-1']]);
  });
});

test.each<[string, string, (client: Client) => unknown]>([
  [
    '_parser',
    '_parser with a "packet" listener',
    (client) => interceptPackets(client, { packet: () => undefined, error: () => undefined }),
  ],
  ['_nextId', 'number _nextId', takePacketIdentifier],
  ['_disconnected', 'boolean _disconnected', hasSentDisconnect],
  ['waitForDrain', 'method waitForDrain', (client) => overrideWaitForDrain(client, () => undefined)],
  ['deliverQoS', 'method deliverQoS', (client) => overrideDeliveries(client, (own) => own)],
  ['subscriptions', 'object subscriptions', (client) => isSubscribedAtQos0(client, 'a')],
])('rejects a version of aedes whose clients have no %s', async (member, missing, use) => {
  const { client } = await connectDevice(await startAedes());
  const changed = new Proxy(client, {
    get: (target, name) => (name === member ? undefined : Reflect.get(target, name)),
  });
  const message = `this version of aedes has no ${missing}; update iot/broker/aedes-internals.ts`;
  expect(() => use(changed)).toThrow(new Error(message));
});

test('rejects a version of aedes whose broker has no scheduleWill', async () => {
  const { broker } = await startAedes();
  Object.defineProperty(broker, 'scheduleWill', { value: undefined });
  const nothing = () => undefined;
  const timers = { scheduleSessionExpiry: nothing, clearSessionExpiry: nothing, clearDelayedWill: nothing };
  expect(() => overrideSessionTimers(broker, () => ({ ...timers, scheduleWill: nothing }))).toThrow(
    new Error('this version of aedes has no method scheduleWill; update iot/broker/aedes-internals.ts'),
  );
});
