import { randomUUID } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { poll } from '@himeshima/local-aws/testing';
import fc from 'fast-check';
import { identityOf } from '../../commands/demonstration/clients';
import { peakMegabytes } from '../../commands/platform/peak-memory';
import { deviceOf } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { hostilePackets } from './hostile-packets';
import { connectRaw, packet, type RawDevice } from './raw-device';
import { connectRecording } from './recording-client';

/** Number of hostile connections. `HOSTILE_CONNECTIONS=230000` sends a million packets, which takes half an hour or more. */
const connections = Number(process.env['HOSTILE_CONNECTIONS'] ?? 400);
jest.setTimeout(60_000 + connections * 200);

const resource = deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]);
let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({ resource, variable: { watcher_csr: {} } }, ['--quotas', 'off']);
});
afterAll(() => theirs?.stop());

const port = () => Number(new URL(theirs.platform.mqttUrl).port);
const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);
const opened: RawDevice[] = [];
afterEach(() => {
  for (const device of opened.splice(0)) device.end();
});
const raw = async (): Promise<RawDevice> => {
  const device = await connectRaw({ port: port(), ...identityOf(theirs.platform.directory, 'watcher') });
  opened.push(device);
  return device;
};
const bodies = (device: RawDevice, type: number) =>
  device.packets.filter((one) => one.type === type).map(({ body }) => [...body]);
/** Connects two clients, one of which publishes to the other on a separate topic. */
async function bystanders() {
  const topic = `bystanders/${randomUUID()}`;
  const listener = await connectRecording(theirs, 'watcher', { clientId: `listener-${topic}` });
  await listener.client.subscribeAsync(topic, { qos: 1 });
  const speaker = await connectRecording(theirs, 'watcher', { clientId: `speaker-${topic}` });
  let sentCount = 0;
  return {
    async talk() {
      sentCount += 1;
      await speaker.client.publishAsync(topic, String(sentCount), { qos: 1 });
      await waitUntil(() => listener.received.length >= sentCount, 'a message from one bystander to the other');
    },
    async end() {
      expect(listener.received).toEqual(Array.from({ length: sentCount }, (_, index) => `${topic} ${index + 1}`));
      await Promise.all([listener.client.endAsync(), speaker.client.endAsync()]);
    },
  };
}

describe('a platform that receives arbitrary packets', () => {
  test('keeps running in bounded memory, and other clients still exchange messages', async () => {
    const others = await bystanders();
    const { key, certificate: cert, authority: ca } = identityOf(theirs.platform.directory, 'watcher');
    const peak = () => peakMegabytes(theirs.platform.pid) ?? 0;
    const before = peak();
    let sent = 0;
    const send = (packets: readonly Buffer[]) =>
      new Promise<void>((resolve, reject) => {
        const socket = connectTls({ host: '127.0.0.1', port: port(), key, cert, ca }, () => {
          sent += packets.length;
          for (const bytes of packets) socket.write(bytes);
          socket.end();
        });
        const late = setTimeout(() => reject(new Error('the connection did not close')), 20_000);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            clearTimeout(late);
            resolve();
          });
        socket.resume();
      });
    const version = fc.constantFrom(4, 5);
    const conversation = version.chain((of) => fc.tuple(fc.constant(of), fc.boolean(), hostilePackets(of)));
    const sideBySide = 8;
    const conversations = fc.array(conversation, { minLength: sideBySide, maxLength: sideBySide });
    await fc.assert(
      fc.asyncProperty(conversations, async (at) => {
        const ends = at.map(([of, isLetIn, packets], index) => {
          const name = `hostile-${(sent + index) % 50}`;
          return send(isLetIn ? [packet.connect(name, { version: of, clean: index % 3 > 0 }), ...packets] : packets);
        });
        await Promise.all(ends);
        expect(theirs.platform.complaints).toEqual([]);
        await others.talk();
      }),
      { numRuns: Math.ceil(connections / sideBySide), endOnFailure: true },
    );
    await others.talk();
    await others.end();
    expect(theirs.platform.complaints).toEqual([]);
    expect(sent).toBeGreaterThan(connections);
    expect(peak() - before).toBeLessThan(300);
  });
});

describe('a client that does not read', () => {
  test('disconnects a client with too many unread messages, without delaying other clients', async () => {
    const { key, certificate: cert, authority: ca } = identityOf(theirs.platform.directory, 'watcher');
    const others = await bystanders();
    const deaf = connectTls({ host: '127.0.0.1', port: port(), key, cert, ca });
    deaf.on('error', () => undefined);
    await new Promise((resolve) => deaf.once('secureConnect', resolve));
    deaf.write(Buffer.concat([packet.connect('deaf'), packet.subscribe(1, [['flood/#', 0]])]));
    await new Promise((resolve) => deaf.once('data', resolve));
    deaf.pause();
    const speaker = await connectRecording(theirs, 'watcher', { clientId: 'flood' });
    const isCutOff = () =>
      theirs.platform.events.find((event) => event.kind === 'disconnected' && event['clientId'] === 'deaf');
    const large = Buffer.alloc(100_000);
    for (let turn = 0; turn < 400 && isCutOff() === undefined; turn += 1) {
      await speaker.client.publishAsync('flood/1', large, { qos: 1 });
      if (turn % 20 === 0) await others.talk();
    }
    await poll(isCutOff, 'its end');
    const denial = theirs.platform.events.find((event) => event.kind === 'refused' && event['who'] === 'deaf');
    expect(denial).toMatchObject({
      action: 'iot:Receive',
      reason: 'the client has more than 8 MiB of unread messages',
    });
    await others.talk();
    await others.end();
    await speaker.client.endAsync();
    deaf.destroy();
  });
});

describe('a silent socket', () => {
  test('serves other connections while many sockets stay silent', async () => {
    const others = await bystanders();
    const plain = Array.from({ length: 100 }, () => connectTcp(port(), '127.0.0.1').on('error', () => undefined));
    const silent = await Promise.all(Array.from({ length: 20 }, raw));
    await others.talk();
    await others.end();
    for (const socket of plain) socket.destroy();
    expect(silent.every(({ closed }) => !closed)).toBe(true);
  });
});

describe('a QoS 1 message', () => {
  const publishAgain = (name: string, id: number, { dup = false } = {}) => packet.publishOnce('again/1', name, id, dup);

  test('acknowledges a QoS 1 message each time the client resends it', async () => {
    const listener = await connectRecording(theirs, 'watcher', { clientId: 'again-listener' });
    await listener.client.subscribeAsync('again/#', { qos: 1 });
    const device = await raw();
    device.send(
      packet.connect('again'),
      publishAgain('a', 9),
      publishAgain('a', 9, { dup: true }),
      publishAgain('b', 7),
    );
    await waitUntil(() => bodies(device, 4).length === 3 && listener.received.length === 3, 'each time');
    expect(bodies(device, 4)).toEqual([
      [0, 9],
      [0, 9],
      [0, 7],
    ]);
    expect(listener.received).toEqual(['again/1 a', 'again/1 a', 'again/1 b']);
    expect(listener.packets.map(({ dup }) => dup)).toEqual([false, false, false]);
    await listener.client.endAsync();
  });

  test('keeps a QoS 1 message in the session until acknowledged, regardless of the order, repetition or packet identifiers of acknowledgements', async () => {
    const device = await raw();
    device.send(packet.connect('orders', { clean: false }), packet.subscribe(1, [['order/1', 1]]));
    await waitUntil(() => bodies(device, 9).length === 1, 'SUBACK');
    const speaker = await connectRecording(theirs, 'watcher', { clientId: 'orders-speaker' });
    for (const text of ['a', 'b', 'c']) await speaker.client.publishAsync('order/1', text, { qos: 1 });
    await waitUntil(() => bodies(device, 3).length === 3, 'every message');
    const ids = device.packets.filter(({ type }) => type === 3).map(({ body }) => body.readUInt16BE(9));
    const [first = 0, , last = 0] = ids;
    for (const id of [last, first, first, 12_345]) device.send(packet.puback(id));
    device.send(packet.publishOnce('order/done', 'x', 1, false));
    await waitUntil(() => bodies(device, 4).length === 1, 'its own PUBACK');
    device.end();
    await theirs.platform.event((event) => event.kind === 'disconnected' && event['clientId'] === 'orders', 'its end');
    const back = await raw();
    back.send(packet.connect('orders', { clean: false }));
    await waitUntil(() => bodies(back, 3).length > 0, 'the unacknowledged message');
    back.send(packet.publishOnce('order/1', 'last', 1, false));
    await waitUntil(() => bodies(back, 3).length === 2, 'the last one');
    expect(bodies(back, 3).map((body) => String.fromCharCode(...body.slice(11)))).toEqual(['b', 'last']);
    await speaker.client.endAsync();
  });
});

describe('a topic or filter that begins with $', () => {
  test.each(['$SYS/#', '$SYS/+/new/clients', '$shared/a/b', '$share/a/$SYS/#', '$other/1'])(
    'rejects a SUBSCRIBE to %s',
    async (filter) => {
      const device = await raw();
      device.send(packet.connect(`dollar-${randomUUID()}`), packet.subscribe(1, [[filter, 0]]));
      await waitUntil(() => bodies(device, 9).length === 1, 'SUBACK');
      expect(bodies(device, 9)[0]?.slice(2)).toEqual([128]);
    },
  );

  test.each(['$SYS/x', '$share/a/b', '$shared/a/b', '$aws/events/presence/connected/x', '', 'a\0b', 'a/+', '#'])(
    'closes the connection on a PUBLISH to the reserved or invalid topic %j',
    async (topic) => {
      const device = await raw();
      device.send(packet.connect(`dollar-${randomUUID()}`), packet.publish(topic, 'x'));
      await waitUntil(() => device.closed, 'the disconnect');
      expect(bodies(device, 3)).toEqual([]);
    },
  );
});
