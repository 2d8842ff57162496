import { randomUUID } from 'node:crypto';
import { connect as connectTls } from 'node:tls';
import { GetRetainedMessageCommand, ListRetainedMessagesCommand, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { savedSeries } from '@himeshima/datadog-monitors';
import { type EventLine, poll } from '@himeshima/local-aws/testing';
import { identityOf } from '../../commands/demonstration/clients';
import { connectDevice } from '../../devices/device-connection';
import { deviceOf, together } from './foreign-devices';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { account, region } from './foreign-stack';
import { describeHttpsDevices } from './https-devices';
import { describePublisherFunctions, publisherRule } from './publisher-functions';
import { connectRaw, packet, type RawDevice } from './raw-device';
import { connectRecording } from './recording-client';

jest.setTimeout(60_000);

const arn = (rest: string) => `arn:aws:iot:${region}:${account}:${rest}`;
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arn),
});
// Terraform replaces the escape sequence $${ with ${ in a policy
const own = '$aws/things/$${iot:Connection.Thing.ThingName}/shadow/*';

/**
 * `lamp` may use its own shadow and topics below room/.
 * `hall` may use topics below room/ and connect with many client IDs, but not with every ID. `watcher` has all permissions.
 */
const resource = together(
  deviceOf('lamp', [
    allow('iot:Connect', 'client/$${iot:Connection.Thing.ThingName}'),
    allow(['iot:Publish', 'iot:Receive'], `topic/${own}`, 'topic/room/*'),
    allow('iot:Subscribe', `topicfilter/${own}`, 'topicfilter/room/*'),
  ]),
  deviceOf('hall', [
    allow('iot:Connect', 'client/hall-*'),
    allow(['iot:Publish', 'iot:Receive'], 'topic/room/*'),
    allow('iot:Subscribe', 'topicfilter/room/*', 'topicfilter/1'),
  ]),
  deviceOf('watcher', [{ Effect: 'Allow', Action: 'iot:*', Resource: '*' }]),
  publisherRule,
);

let theirs: ForeignPlatform;
beforeAll(async () => {
  const variable = { lamp_csr: {}, hall_csr: {}, watcher_csr: {} };
  // disable quotas, because the clients reconnect with the same client IDs faster than the quotas allow
  theirs = await startForeignPlatform({ resource, variable }, ['--quotas', 'off']);
});
afterAll(() => theirs?.stop());

const connectAs = (thing: string) =>
  connectDevice(theirs.platform.mqttUrl, identityOf(theirs.platform.directory, thing));

const raw: RawDevice[] = [];
afterEach(() => {
  for (const device of raw.splice(0)) device.end();
});
async function rawDevice(): Promise<RawDevice> {
  const port = Number(new URL(theirs.platform.mqttUrl).port);
  const device = await connectRaw({ port, ...identityOf(theirs.platform.directory, 'hall') });
  raw.push(device);
  return device;
}

const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);

/** Returns the event about a rejected client. */
const refusalOf = (who: string): Promise<EventLine> =>
  theirs.platform.event((event) => event.kind === 'refused' && event['who'] === who, `the rejection of ${who}`);

const [connack, publish, suback, disconnect] = [2, 3, 9, 14];
const bodies = (type: number | undefined, { packets }: RawDevice) =>
  packets.filter((packet) => packet.type === type).map(({ body }) => body);
const receivesSuback = (device: RawDevice, count = 1) =>
  waitUntil(() => bodies(suback, device).length === count, 'the response to SUBSCRIBE');
const receives = (device: RawDevice, end: string) =>
  waitUntil(() => bodies(publish, device).some((body) => body.toString().endsWith(end)), `the message ${end}`);
const isClosed = (device: RawDevice) => waitUntil(() => device.closed, 'the disconnect');

/** Connects a client, and returns a promise that resolves when the broker disconnects it. */
async function connectUntilDisconnect(thing: string) {
  const client = await connectAs(thing);
  let closed = false;
  client.on('close', () => {
    closed = true;
  });
  client.on('error', () => undefined);
  return { client, thrownOut: () => waitUntil(() => closed, 'the disconnect') };
}

const totalOf = async (name: string): Promise<number> => {
  const all = savedSeries(await (await fetch(`${theirs.platform.endpoint}/_local/metrics`)).json());
  const own = all.filter(({ metric }) => metric === `aws.iot.${name}`).flatMap(({ minutes }) => minutes);
  return own.reduce((sum, minute) => sum + minute.sum, 0);
};

test('a client without a certificate and a client that is not allowed to connect are counted separately, as in AWS IoT', async () => {
  const { authority } = identityOf(theirs.platform.directory, 'lamp');
  const denied = await totalOf('connect_auth_error');
  const unknown = connectTls({ host: '127.0.0.1', port: Number(new URL(theirs.platform.mqttUrl).port), ca: authority });
  unknown.on('error', () => undefined).on('secureConnect', () => unknown.write(packet.connect('unknown')));
  expect(await refusalOf('a client')).toMatchObject({ action: 'iot:Connect', reason: 'the client has no certificate' });
  expect(await totalOf('connection_authn_error')).toBe(1);
  expect(await totalOf('connect_auth_error')).toBe(denied);
});

// AWS IoT developer guide, "mqtt", and the message broker quotas
describe('the broker', () => {
  test('disconnects a client that publishes with QoS 2', async () => {
    const { client, thrownOut } = await connectUntilDisconnect('watcher');
    client.publish('room/1', 'x', { qos: 2 });
    await expect(thrownOut()).resolves.toBe(true);
  });

  test('accepts a message of 128 KiB, and disconnects a client that sends one byte more', async () => {
    const { client, thrownOut } = await connectUntilDisconnect('watcher');
    await client.subscribeAsync('room/large', { qos: 1 });
    let received = 0;
    client.on('message', (_topic, payload) => {
      received = payload.byteLength;
    });
    await client.publishAsync('room/large', Buffer.alloc(128 * 1024), { qos: 1 });
    await waitUntil(() => received === 128 * 1024, 'the message');
    client.publish('room/large', Buffer.alloc(128 * 1024 + 1), { qos: 1 });
    await expect(thrownOut()).resolves.toBe(true);
  });

  test.each(['#', '+/lamp', '$aws/things/+/shadow/#', '$aws/things/watcher/shadow/get/accepted', 'room/#/a'])(
    'rejects a subscription to %s, and reports the denial',
    async (filter) => {
      const lamp = await connectAs('lamp');
      const isRejected = await lamp.subscribeAsync(filter, { qos: 1 }).then(
        (grants) => grants.every(({ qos }) => qos >= 128),
        () => true,
      );
      expect(isRejected).toBe(true);
      expect(lamp.connected).toBe(true);
      await lamp.endAsync();
    },
  );

  test('never grants QoS 2', async () => {
    const lamp = await connectAs('lamp');
    const grants = await lamp.subscribeAsync('room/2', { qos: 2 }).catch(() => []);
    expect(grants.filter(({ qos }) => qos === 2)).toEqual([]);
    await lamp.endAsync();
  });

  test('does not deliver $aws topics to a subscriber of #', async () => {
    const [watcher, lamp] = [await connectAs('watcher'), await connectAs('lamp')];
    const topics: string[] = [];
    watcher.on('message', (topic) => topics.push(topic));
    await watcher.subscribeAsync(['#', '+/things/lamp/shadow/update'], { qos: 1 });
    const update = JSON.stringify({ state: { reported: { seen: true } } });
    await lamp.publishAsync('$aws/things/lamp/shadow/update', update, { qos: 1 });
    const last = `room/${randomUUID()}`;
    await lamp.publishAsync(last, 'x', { qos: 1 });
    await waitUntil(() => topics.includes(last), 'the last message');
    await Promise.all([watcher.endAsync(), lamp.endAsync()]);
    expect(topics).toEqual([last]);
  });
});

describe('a filter that AWS IoT rejects', () => {
  test.each([
    ['a wildcard in the middle', 'room/#/a', '"#" must be the last level'],
    ['a wildcard next to other characters', 'room/a+', '"+" must be the only character of its level'],
    ['no character', '', 'at least one character'],
    ['nine levels', 'room/2/3/4/5/6/7/8/9', 'at most 7 slashes'],
    ['60 levels', '/'.repeat(60), 'at most 7 slashes'],
    ['257 bytes', 'r'.repeat(257), 'at most 256 bytes'],
    ['an unknown $ prefix', '$room/1', 'reserved'],
    ['a share without a name', '$share//room/1', 'needs a name'],
  ])('rejects a filter at its position in the SUBACK, and reports the rejection: %s', async (_, filter, reason) => {
    const device = await rawDevice();
    const clientId = `hall-${randomUUID()}`;
    device.send(packet.connect(clientId));
    device.send(
      packet.subscribe(1, [
        ['room/1', 1],
        [filter, 0],
        ['room/2', 0],
      ]),
    );
    await receivesSuback(device);
    expect(bodies(suback, device)).toEqual([Buffer.from([0, 1, 1, 128, 0])]);
    expect(device.closed).toBe(false);
    const denial = await refusalOf(clientId);
    expect(denial).toMatchObject({ action: 'iot:Subscribe', resource: `topicfilter/${filter}` });
    expect(denial['reason']).toContain(reason);
  });
});

describe('packets that a client sends after CONNECT without waiting', () => {
  const packetsWithoutWait = (name: string, text: string) => [
    packet.connect(name),
    packet.subscribe(1, [['room/1', 0]]),
    packet.publish('room/1', text),
  ];
  // the text is larger than a single socket read, so the rest is read while the client's certificate is checked
  const much = 'x'.repeat(120_000);
  const writing = [
    ['in one write', '', (packets: Buffer[]) => [Buffer.concat(packets)]],
    ['in one large write', much, (packets: Buffer[]) => [Buffer.concat(packets)]],
    ['in separate TLS records', '', (packets: Buffer[]) => packets],
    ['byte by byte', '', (packets: Buffer[]) => [...Buffer.concat(packets)].map((byte) => Buffer.from([byte]))],
  ] as const;

  test.each(writing)(
    'handles packets in order, once the client is connected, if they are sent %s',
    async (_how, before, writes) => {
      const device = await rawDevice();
      device.send(...writes(packetsWithoutWait('hall-1', `${before}hello`)));
      await receives(device, 'hello');
      expect(device.packets.map(({ type }) => type)).toEqual([connack, suback, publish]);
    },
  );

  test.each(writing)(
    'ignores packets sent %s if the client is not allowed to connect',
    async (_how, before, writes) => {
      const [witness, thief] = [await rawDevice(), await rawDevice()];
      witness.send(packet.connect('hall-witness'), packet.subscribe(1, [['room/1', 0]]));
      await receivesSuback(witness);
      thief.send(...writes(packetsWithoutWait('thief', `${before}stolen`)));
      await isClosed(thief);
      expect(thief.packets.map(({ type, body }) => [type, ...body])).toEqual([[connack, 0, 5]]);
      witness.send(packet.publish('room/1', 'last'));
      await receives(witness, 'last');
      expect(bodies(publish, witness)).toHaveLength(1);
      expect(theirs.platform.events.filter((event) => event['from'] === 'thief')).toEqual([]);
    },
  );
});

test('a client that sends more than 42 packets before CONNACK is rejected, and all its packets are ignored', async () => {
  const witness = await rawDevice();
  witness.send(packet.connect('hall-witness-2'), packet.subscribe(1, [['room/1', 0]]));
  await receivesSuback(witness);
  const device = await rawDevice();
  const many = Array.from({ length: 60 }, () => packet.publish('room/1', 'x'));
  device.send(Buffer.concat([packet.connect('hall-eager'), ...many]));
  await isClosed(device);
  witness.send(packet.publish('room/1', 'last'));
  await receives(witness, 'last');
  expect(bodies(publish, witness)).toHaveLength(1);
});

test('the broker acknowledges each of many messages that are sent immediately after CONNACK', async () => {
  const many = Array.from({ length: 200 }, (_, index) => packet.publishOnce('room/1', 'x', index + 1, false));
  // repeat this, because packets only sometimes arrive before the broker has set up the connection
  for (let turn = 0; turn < 5; turn += 1) {
    const device = await rawDevice();
    device.send(packet.connect(`hall-quick-${turn}`));
    await waitUntil(() => bodies(connack, device).length === 1, 'CONNACK');
    device.send(Buffer.concat(many));
    await waitUntil(() => bodies(4, device).length === many.length, 'an acknowledgement of each message');
  }
});

describe('a SUBSCRIBE', () => {
  const subscribed = async (filters: readonly (readonly [string, 0 | 1])[]) => {
    const device = await rawDevice();
    device.send(packet.connect('hall-filters'), packet.subscribe(7, filters));
    await receivesSuback(device);
    return device;
  };
  /** Returns the codes of the SUBACK, which follow the packet identifier. */
  const codes = (device: RawDevice) => bodies(suback, device).map((body) => [...body.subarray(2)]);

  // [MQTT-3.8.4-5]
  test('returns a SUBACK code for each filter in order, even for a repeated filter', async () => {
    const device = await subscribed([
      ['room/a', 1],
      ['other', 1],
      ['room/a', 0],
      // this filter would be sorted first if it were an object key
      ['1', 1],
    ]);
    expect(codes(device)).toEqual([[1, 128, 0, 1]]);
  });

  // filters are treated as if they had been sent one by one [MQTT-3.8.4-4]
  test('subscribes once to a repeated filter', async () => {
    const device = await subscribed([
      ['room/a', 1],
      ['room/a', 0],
    ]);
    device.send(packet.publish('room/a', 'once'), packet.subscribe(8, [['room/b', 0]]));
    await receivesSuback(device, 2);
    device.send(packet.publish('room/b', 'last'));
    await receives(device, 'last');
    expect(bodies(publish, device)).toHaveLength(2);
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => [`room/${index}`, 0] as const);

  test('accepts a SUBSCRIBE with up to 8 filters', async () => {
    expect(codes(await subscribed(many(8)))).toEqual([Array(8).fill(0)]);
  });

  test.each([
    [4, []],
    [5, [0x97]],
  ])(
    'closes the connection on a SUBSCRIBE with 9 filters, without any subscription (version %i)',
    async (version, reasons) => {
      const device = await rawDevice();
      const name = `hall-many-${version}`;
      device.send(
        packet.connect(name, { version }),
        packet.subscribe(1, many(9), { version }),
        packet.publish('room/0', 'x', { version }),
      );
      await isClosed(device);
      expect([...bodies(suback, device), ...bodies(publish, device)]).toEqual([]);
      expect(bodies(disconnect, device).map((body) => body.readUInt8(0))).toEqual(reasons);
      const reason = 'the SUBSCRIBE has 9 filters; at most 8 are allowed';
      expect(await refusalOf(name)).toMatchObject({ action: 'iot:Subscribe', reason });
      expect(theirs.platform.events.filter((event) => event['from'] === name)).toEqual([]);
    },
  );
});

// hall's policy allows every client ID that starts with hall- (AWS IoT quotas, "Protocol")
test('the broker accepts a client ID of 128 bytes, and rejects one byte more', async () => {
  const answerTo = async (clientId: string) => {
    const device = await rawDevice();
    device.send(packet.connect(clientId));
    await waitUntil(() => device.closed || bodies(connack, device).length > 0, 'a response');
    return bodies(connack, device)[0]?.readUInt8(1);
  };
  expect(await answerTo('hall-'.padEnd(128, 'x'))).toBe(0);
  expect(await answerTo('hall-'.padEnd(129, 'x'))).toBe(2);
});

describe('a packet that announces more than the maximum message size', () => {
  test('closes the connection as soon as the first bytes of the packet arrive', async () => {
    const device = await rawDevice();
    device.send(packet.connect('hall-large'));
    await waitUntil(() => bodies(connack, device).length === 1, 'CONNACK');
    device.send(packet.promise(200_000, 'room/1'));
    await isClosed(device);
    expect(await refusalOf('hall-large')).toMatchObject({ reason: 'the packet exceeds the maximum of 149504 bytes' });
  });

  test('closes a connection that is about to be accepted', async () => {
    const device = await rawDevice();
    device.send(Buffer.concat([packet.connect('hall-larger'), packet.promise(200_000_000, 'room/1')]));
    await isClosed(device);
    expect(device.packets).toEqual([]);
  });

  test('closes a connection before CONNECT', async () => {
    const device = await rawDevice();
    device.send(packet.promise(200_000_000, 'room/1'));
    await isClosed(device);
    expect(device.packets).toEqual([]);
  });
});

test('messages over HTTP have the same maximum size as MQTT messages', async () => {
  const publish = (bytes: number) =>
    theirs.clients.iotData.send(new PublishCommand({ topic: 'large/1', qos: 1, payload: new Uint8Array(bytes) }));
  await publish(128 * 1024);
  await expect(publish(128 * 1024 + 1)).rejects.toMatchObject({
    name: 'RequestEntityTooLargeException',
    $metadata: { httpStatusCode: 413 },
  });
});

describe('a retained message', () => {
  const publish = (topic: string, payload: string, retain = true) =>
    theirs.clients.iotData.send(new PublishCommand({ topic, retain, qos: 1, payload: Buffer.from(payload) }));
  const find = (topic: string) => theirs.clients.iotData.send(new GetRetainedMessageCommand({ topic }));

  test('reports a retained message with its sender, even if the message was published over HTTP', async () => {
    await publish('kept/by-http', 'xyz');
    const sent = await theirs.platform.event((event) => event['topic'] === 'kept/by-http', 'the message');
    expect(sent).toMatchObject({ kind: 'published', bytes: 3, from: 'local' });
  });

  test('sends a retained message with the retain flag to subscribers of the exact topic, but not of wildcard filters', async () => {
    const device = await connectAs('watcher');
    await device.publishAsync('kept/1', 'first', { qos: 1, retain: true });
    // wait, because the message is acknowledged before it is stored
    await poll(() => find('kept/1').catch(() => undefined), 'the stored message');
    const received: unknown[] = [];
    device.on('message', (topic, payload, { retain }) => received.push([topic, payload.toString(), retain]));
    await device.subscribeAsync(['kept/+', 'kept/#'], { qos: 1 });
    await device.subscribeAsync('kept/1', { qos: 1 });
    await poll(() => received.length > 0 || undefined, 'the retained message');
    await device.publishAsync('kept/1', 'second', { qos: 1, retain: true });
    await poll(() => received.length > 1 || undefined, 'the replacing message');
    expect(received.slice(0, 2)).toEqual([
      ['kept/1', 'first', true],
      ['kept/1', 'second', false],
    ]);
    await device.endAsync();
  });

  test('reads and lists retained messages page by page, and deletes a retained message when an empty message is published', async () => {
    await publish('listed/a', 'one');
    await publish('listed/b', 'three');
    await publish('listed/c', 'not kept', false);
    expect(await find('listed/b')).toMatchObject({ topic: 'listed/b', qos: 1, payload: Buffer.from('three') });
    expect(Number.isInteger((await find('listed/b')).lastModifiedTime)).toBe(true);
    const list = (nextToken?: string) =>
      theirs.clients.iotData.send(new ListRetainedMessagesCommand({ maxResults: 1, nextToken }));
    const listed: unknown[] = [];
    for (let page = await list(); ; page = await list(page.nextToken)) {
      listed.push(...(page.retainedTopics ?? []).map(({ topic, payloadSize }) => `${topic} ${payloadSize}`));
      if (page.nextToken === undefined) break;
    }
    expect(listed).toEqual(expect.arrayContaining(['listed/a 3', 'listed/b 5']));
    expect(listed).not.toContainEqual(expect.stringContaining('listed/c'));
    await publish('listed/b', '');
    await expect(find('listed/b')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('keeps the MQTT 5 properties of a message that was published over HTTP', async () => {
    const properties = {
      contentType: 'text/plain',
      responseTopic: 'said/answer',
      correlationData: Buffer.from('42').toString('base64'),
      payloadFormatIndicator: 'UTF8_DATA',
      userProperties: JSON.stringify([{ room: 'hall' }, { room: 'attic' }, { lamp: '1' }]),
      messageExpiry: 100,
    } as const;
    const topic = 'said/1';
    await theirs.clients.iotData.send(new PublishCommand({ topic, qos: 1, retain: true, payload: 'x', ...properties }));
    const { client, packets } = await connectRecording(theirs, 'watcher', { protocolVersion: 5 });
    await client.subscribeAsync(topic, { qos: 1 });
    await waitUntil(() => packets.length > 0, 'the retained message');
    const messageProperties = packets[0]?.properties;
    expect(String(messageProperties?.correlationData)).toBe('42');
    expect({ ...messageProperties?.userProperties }).toEqual({ room: ['hall', 'attic'], lamp: '1' });
    expect(messageProperties).toMatchObject({
      contentType: 'text/plain',
      responseTopic: 'said/answer',
      payloadFormatIndicator: true,
    });
    expect(messageProperties?.messageExpiryInterval).toBeLessThanOrEqual(100);
    await client.endAsync();
    const { userProperties = [] } = await theirs.clients.iotData.send(new GetRetainedMessageCommand({ topic }));
    expect(JSON.parse(Buffer.from(userProperties).toString())).toEqual(JSON.parse(properties.userProperties));
  });

  test('rejects a retained message on a reserved topic', async () => {
    await expect(publish('$aws/things/lamp/shadow/get', '{}')).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    const device = await connectAs('watcher');
    const closed = new Promise((resolve) => device.once('close', () => resolve('closed')));
    device.publish('$aws/things/watcher/shadow/get', '{}', { qos: 1, retain: true });
    expect(await closed).toBe('closed');
    await device.endAsync(true);
  });
});

describeHttpsDevices(() => theirs);
describePublisherFunctions(() => theirs);

test('connects, subscriptions and disconnects are published below $aws/events', async () => {
  const watcher = await connectAs('watcher');
  const received: string[] = [];
  watcher.on('message', (topic) => received.push(topic));
  await watcher.subscribeAsync(['$aws/events/presence/+/lamp', '$aws/events/subscriptions/+/lamp'], { qos: 1 });
  const lamp = await connectAs('lamp');
  await lamp.subscribeAsync(['room/1', 'hall/1']).catch(() => undefined);
  await lamp.unsubscribeAsync('room/1');
  await lamp.endAsync();
  await poll(() => received.length >= 4 || undefined, 'four events');
  expect(received).toEqual([
    '$aws/events/presence/connected/lamp',
    '$aws/events/subscriptions/subscribed/lamp',
    '$aws/events/subscriptions/unsubscribed/lamp',
    '$aws/events/presence/disconnected/lamp',
  ]);
  await watcher.endAsync();
});

test('the platform is still running after all tests, and has printed only its events', async () => {
  const lamp = await connectAs('lamp');
  await lamp.endAsync();
  expect(theirs.platform.complaints).toEqual([]);
});
