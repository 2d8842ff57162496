import { randomUUID } from 'node:crypto';
import { type EventLine, poll } from '@himeshima/local-aws/testing';
import type { IClientOptions, IPublishPacket } from 'mqtt';
import { identityOf } from '../../commands/demonstration/clients';
import type { ForeignPlatform } from './foreign-platform';
import { connectRaw, packet, type RawDevice } from './raw-device';
import { connectRecording, type RecordingClient } from './recording-client';

const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);
const text = (bytes: unknown) => (bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : bytes);

/** Tests MQTT 5 as AWS IoT supports it. `watcher` has all permissions. `worker` may use topics below jobs/. */
export function describeMqtt5(foreign: () => ForeignPlatform): void {
  const opened: (RecordingClient | RawDevice)[] = [];
  afterEach(() => {
    for (const one of opened.splice(0)) 'client' in one ? one.client.end(true) : one.end();
  });
  const connectClient = async (options: IClientOptions = {}, thing = 'watcher') => {
    const made = await connectRecording(foreign(), thing, {
      protocolVersion: 5,
      clientId: `worker-${randomUUID()}`,
      ...options,
    });
    opened.push(made);
    return made;
  };
  const connackOf = async (options: IClientOptions) => (await connectClient(options)).connack;
  const raw = async (thing = 'worker'): Promise<RawDevice> => {
    const port = Number(new URL(foreign().platform.mqttUrl).port);
    const device = await connectRaw({ port, ...identityOf(foreign().platform.directory, thing) });
    opened.push(device);
    return device;
  };
  const bodies = (device: RawDevice, type: number) =>
    device.packets.filter((one) => one.type === type).map(({ body }) => [...body]);
  /** Waits until the broker disconnects the device, and returns the reason codes of its DISCONNECT packets. */
  const endOf = async (device: RawDevice) => {
    await waitUntil(() => device.closed, 'the disconnect');
    return bodies(device, 14).map(([reason]) => reason);
  };

  describe('MQTT 5', () => {
    test("receives AWS IoT's limits in CONNACK", async () => {
      const { properties } = await connackOf({ clientId: 'worker-greeted', keepalive: 60 });
      expect({ ...properties }).toEqual({
        sessionExpiryInterval: 0,
        receiveMaximum: 100,
        maximumQoS: 1,
        retainAvailable: true,
        maximumPacketSize: 149_504,
        topicAliasMaximum: 8,
        wildcardSubscriptionAvailable: true,
        subscriptionIdentifiersAvailable: false,
        sharedSubscriptionAvailable: true,
        serverKeepAlive: 60,
      });
    });

    test.each([
      [0, 1200],
      [5, 30],
      [30, 30],
      [1200, 1200],
      [60_000, 1200],
    ])('adjusts a keep-alive of %i s to a server keep-alive of %i s', async (keepalive, serverKeepAlive) => {
      const { properties } = await connackOf({ clientId: 'worker-alive', keepalive });
      expect(properties).toMatchObject({ serverKeepAlive });
    });

    test.each([
      [100, 100],
      [604_800, 604_800],
      [604_801, 604_800],
      [0xffff_ffff, 604_800],
    ])('adjusts a session expiry of %i s to %i s', async (sessionExpiryInterval, lasts) => {
      const { properties } = await connackOf({ clientId: 'worker-lasts', properties: { sessionExpiryInterval } });
      expect(properties?.sessionExpiryInterval).toBe(lasts);
    });

    describe('a client without Clean Start and without Session Expiry', () => {
      const topic = 'jobs/briefly';
      const session = (sessionExpiryInterval?: number) => ({
        clean: false,
        clientId: 'worker-briefly',
        properties: sessionExpiryInterval === undefined ? {} : { sessionExpiryInterval },
      });
      const publish = async (payload: string) => {
        const { client } = await connectClient();
        await client.publishAsync(topic, payload, { qos: 1 });
      };

      test('delivers the queued messages of a session, and ends the session with the connection', async () => {
        const first = await connectClient(session(100));
        await first.client.subscribeAsync(topic, { qos: 1 });
        await first.client.endAsync();
        await publish('waited');
        const second = await connectClient(session());
        expect(second.connack.sessionPresent).toBe(true);
        await waitUntil(() => second.received.length > 0, 'the queued message');
        await publish('live');
        await waitUntil(() => second.received.length > 1, 'a message of now');
        expect(second.received).toEqual([`${topic} waited`, `${topic} live`]);
        await second.client.endAsync();
        await publish('lost');
        const third = await connectClient(session());
        expect([third.connack.sessionPresent, third.received]).toEqual([false, []]);
      });

      test('does not pass the subscriptions of a client on to its replacement', async () => {
        const first = await connectClient(session());
        await first.client.subscribeAsync(topic, { qos: 1 });
        const second = await connectClient(session());
        expect(second.connack.sessionPresent).toBe(false);
      });
    });

    test('assigns a client ID to a client without an ID', async () => {
      const { properties } = await connackOf({ clientId: '' });
      expect(properties?.assignedClientIdentifier).toMatch(/^\$GEN\/[0-9a-f-]{36}$/);
    });

    test.each([
      [4, [0, 2]],
      [5, [0, 0x85]],
    ])('rejects a client id of 129 characters (version %i)', async (version, answer) => {
      const device = await raw('watcher');
      device.send(packet.connect('x'.repeat(129), { version }));
      await waitUntil(() => device.closed, 'the disconnect');
      expect(bodies(device, 2).map((body) => body.slice(0, 2))).toEqual([answer]);
    });

    test.each([
      ['a client id that begins with $', '$GEN/1', {}, [0x85], [2]],
      ['a NUL in the client id', 'worker-\0', {}, [0x81], []],
      ['a last will with QoS 2', 'worker-will', { will: { topic: 'jobs/1', qos: 2 } }, [0x9b], []],
      ['a last will to $SYS', 'worker-will', { will: { topic: '$SYS/1', qos: 1 } }, [0x90], []],
      ['a last will to an event', 'worker-will', { will: { topic: '$aws/events/x', qos: 0 } }, [0x90], []],
      [
        'a last will with a NUL in the content type',
        'worker-will-4',
        { will: { topic: 'jobs/1', qos: 1, properties: Buffer.from([4, 3, 0, 1, 0]) } },
        [0x81],
        [0],
      ],
      ['a Maximum Packet Size of 0', 'worker-no-packet', { properties: packet.noPacketAtAll }, [0x82], [0]],
    ])('rejects a client with %s', async (_, clientId, fields, reasons, returnCodes) => {
      for (const [version, answers] of [
        [5, reasons],
        [4, returnCodes],
      ] as const) {
        const before = foreign().platform.events.length;
        const device = await raw('watcher');
        device.send(packet.connect(clientId, { version, ...fields }), packet.publish('jobs/never', 'x', { version }));
        const isLetIn = answers[0] === 0;
        await waitUntil(() => (isLetIn ? bodies(device, 2).length > 0 : device.closed), 'a response');
        expect(bodies(device, 2).map((body) => body[1])).toEqual(answers);
        const isDenialReported = () =>
          foreign()
            .platform.events.slice(before)
            .some((event) => event.kind === 'refused' && event['action'] === 'iot:Connect');
        if (!isLetIn) await waitUntil(isDenialReported, 'the refusal');
      }
    });

    test.each([
      [5, 4],
      [0x87, 5],
    ])('sends CONNACK code %i to a client that is not allowed to connect (version %i)', async (code, version) => {
      const device = await raw();
      device.send(packet.connect('somebody-else', { version }));
      await waitUntil(() => device.closed, 'the disconnect');
      expect(bodies(device, 2).map((body) => body.slice(0, 2))).toEqual([[0, code]]);
    });

    test("passes on a message's properties", async () => {
      const listener = await connectClient();
      await listener.client.subscribeAsync('header/1', { qos: 1 });
      const speaker = await connectClient();
      const properties = {
        payloadFormatIndicator: true,
        contentType: 'application/json',
        responseTopic: 'header/answer',
        correlationData: Buffer.from('42'),
        userProperties: { room: ['hall', 'attic'], lamp: '1' },
        messageExpiryInterval: 100,
      };
      await speaker.client.publishAsync('header/1', '{}', { qos: 1, properties });
      await waitUntil(() => listener.packets.length > 0, 'the message');
      const { correlationData, userProperties, ...rest } = listener.packets[0]?.properties ?? {};
      expect({ ...rest, correlationData: text(correlationData), userProperties: { ...userProperties } }).toEqual({
        ...properties,
        correlationData: '42',
      });
    });

    test('supports request and response across MQTT versions', async () => {
      const [old, asks] = [await connectClient({ protocolVersion: 4 }), await connectClient()];
      await old.client.subscribeAsync('ask/1');
      await asks.client.subscribeAsync('answer/1');
      const properties = { responseTopic: 'answer/1', correlationData: Buffer.from('7') };
      await asks.client.publishAsync('ask/1', 'what?', { properties });
      await waitUntil(() => old.received.length > 0, 'the question');
      await old.client.publishAsync('answer/1', 'this');
      await waitUntil(() => asks.received.length > 0, 'the response');
      expect([old.received, asks.received]).toEqual([['ask/1 what?'], ['answer/1 this']]);
    });

    test('accepts eight topic aliases, and closes the connection on a ninth or an unknown alias', async () => {
      const listener = await connectClient();
      await listener.client.subscribeAsync('alias/#');
      const alias = async (topic: string, topicAlias: number) => {
        const device = await raw('watcher');
        device.send(packet.connect(`alias-${randomUUID()}`, { version: 5 }));
        for (let number = 1; number <= 8; number += 1)
          device.send(packet.aliased(`alias/${number}`, number, 'named'), packet.aliased('', number, 'by its alias'));
        device.send(packet.aliased(topic, topicAlias, 'never'));
        return endOf(device);
      };
      expect(await alias('alias/9', 9)).toEqual([0x94]);
      expect(await alias('alias/0', 0)).toEqual([0x94]);
      const device = await raw('watcher');
      device.send(packet.connect('alias-unknown', { version: 5 }), packet.aliased('', 3, 'never'));
      expect(await endOf(device)).toEqual([0x94]);
      await waitUntil(() => listener.received.length === 32, 'every message');
      expect(listener.received.filter((line) => line === 'alias/8 by its alias')).toHaveLength(2);
      expect(listener.received.join()).not.toContain('never');
    });

    test.each([
      ['AUTH', Buffer.from([0xf0, 2, 0x18, 0]), 0x82],
      ['a subscription identifier', packet.identified(1, 'jobs/1', 5), 0xa1],
      ['a second CONNECT', packet.connect('worker-again', { version: 5 }), 0x82],
      ['a message without a packet identifier', packet.publishAt('jobs/1', 1, { id: 0 }), 0x82],
      ['a SUBSCRIBE without a packet identifier', packet.subscribe(0, [['jobs/1', 0]], { version: 5 }), 0x82],
      [
        'a message with a subscription identifier',
        packet.publishWithProperties('jobs/1', Buffer.from([0x0b, 5])),
        0x82,
      ],
      [
        'a message with a property that belongs to CONNECT',
        packet.publishWithProperties('jobs/1', Buffer.from([0x11, 0, 0, 0, 1])),
        0x82,
      ],
      ['a message with a repeated property', packet.publishWithProperties('jobs/1', Buffer.from([1, 1, 1, 1])), 0x82],
      ['a NUL in a content type', packet.publishWithProperties('jobs/1', Buffer.from([3, 0, 1, 0])), 0x81],
      ['a wildcard in a response topic', packet.publishWithProperties('jobs/1', Buffer.from([8, 0, 1, 0x23])), 0x90],
      ['an invalid packet type', Buffer.from([0x00, 0x00]), 0x81],
      ['a malformed packet', Buffer.from([0x32, 2, 0, 9]), 0x81],
    ])('closes a connection on %s, and sends a reason', async (_, bytes, reason) => {
      const device = await raw();
      device.send(packet.connect(`worker-${randomUUID()}`, { version: 5 }));
      await waitUntil(() => bodies(device, 2).length === 1, 'CONNACK');
      device.send(bytes);
      expect(await endOf(device)).toEqual([reason]);
    });

    test.each([
      ['QoS 2', 0x9b, () => packet.publishAt('jobs/1', 2)],
      ['a topic with nine levels', 0x90, () => packet.publishAt('a/b/c/d/e/f/g/h/i', 0)],
      ['a topic with a wildcard', 0x90, () => packet.publishAt('jobs/+', 0)],
      ['a retained message to a reserved topic', 0x90, () => packet.publishAt('$aws/things/x', 0, { retain: true })],
    ])('closes a connection on %s, and sends a reason', async (_, reason, bytes) => {
      const device = await raw();
      device.send(packet.connect(`worker-${randomUUID()}`, { version: 5 }), bytes());
      expect(await endOf(device)).toEqual([reason]);
      expect(device.packets.map(({ type }) => type)).toEqual([2, 14]);
    });

    test.each([['live'], ['from its session']])(
      'sends at most Receive Maximum unacknowledged messages, and no message above Maximum Packet Size (%s)',
      async (how) => {
        const name = `limited-${how.length}`;
        const properties = packet.limits({ sessionExpiry: 600, receiveMaximum: 3, maximumPacketSize: 100 });
        const connect = packet.connect(name, { version: 5, clean: false, properties });
        const isTypeThere = (device: RawDevice, type: number) =>
          waitUntil(() => bodies(device, type).length > 0, 'a response');
        const open = async () => {
          const device = await raw('watcher');
          device.send(connect);
          await isTypeThere(device, 2);
          return device;
        };
        let device = await open();
        device.send(packet.subscribe(1, [['limited/+', 1]], { version: 5 }));
        await isTypeThere(device, 9);
        const { client } = await connectClient();
        if (how !== 'at once') {
          device.end();
          const isEnd = (event: EventLine) => event.kind === 'disconnected' && event['clientId'] === name;
          await foreign().platform.event(isEnd, 'its end');
        }
        for (const text of ['1', '2', 'x'.repeat(100), '3', '4', '5'])
          await client.publishAsync('limited/1', text, { qos: 1 });
        if (how !== 'at once') device = await open();
        const publishPackets = () =>
          device.packets
            .filter(({ type }) => type === 3)
            .map(({ body }) => ({
              id: body.readUInt16BE(2 + 'limited/1'.length),
              text: body.subarray(-1).toString(),
            }));
        const acknowledge = () => device.send(packet.puback(publishPackets().at(-1)?.id ?? 0));
        await waitUntil(() => publishPackets().length >= 3, 'three messages');
        // wait for the UNSUBACK, after which no further message is in flight
        device.send(packet.unsubscribe(9, ['nothing'], { version: 5 }));
        await isTypeThere(device, 11);
        expect(publishPackets().map(({ text }) => text)).toEqual(['1', '2', '3']);
        acknowledge();
        await waitUntil(() => publishPackets().length === 4, 'one more');
        acknowledge();
        await waitUntil(() => publishPackets().length === 5, 'the last');
        expect(publishPackets().map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
      },
    );

    test('ignores packets that follow a DISCONNECT from the broker', async () => {
      const device = await raw('watcher');
      device.send(packet.connect('worker-behind', { version: 5 }));
      await waitUntil(() => bodies(device, 2).length === 1, 'CONNACK');
      const bad = packet.publishAt('$aws/things/x', 0, { retain: true });
      const more = [packet.unsubscribe(1, ['a'], { version: 5 }), packet.publishAt('jobs/behind', 1)];
      device.send(Buffer.concat([bad, ...more]));
      expect(await endOf(device)).toEqual([0x90]);
      expect(device.packets.map(({ type }) => type)).toEqual([2, 14]);
    });

    test('keeps the connection after a denied publish, and reports the denial in PUBACK', async () => {
      const { client } = await connectClient({}, 'worker');
      await expect(client.publishAsync('not/mine', 'x', { qos: 1 })).rejects.toMatchObject({ code: 0x87 });
      await client.publishAsync('jobs/mine', 'x', { qos: 1 });
    });

    test('notifies a client that is replaced by another client', async () => {
      const device = await raw();
      device.send(packet.connect('worker-replaced', { version: 5 }));
      await waitUntil(() => bodies(device, 2).length === 1, 'CONNACK');
      await connectClient({ clientId: 'worker-replaced' }, 'worker');
      expect(await endOf(device)).toEqual([0x8e]);
    });

    test('keeps only one of several parallel connections with the same client ID', async () => {
      const all = await Promise.all(Array.from({ length: 20 }, () => connectClient({ clientId: 'worker-at-once' })));
      const connectedClients = () => all.filter(({ client }) => client.connected);
      await waitUntil(() => connectedClients().length === 1, 'all but one to be disconnected');
      await connectedClients()[0]?.client.subscribeAsync('at/once', { qos: 1 });
      await connectedClients()[0]?.client.publishAsync('at/once', 'here', { qos: 1 });
      await waitUntil(() => connectedClients()[0]?.received.length === 1, 'the published message');
    });

    // these tests advance the platform's clock, which determines when sessions expire
    describe('a session', () => {
      const session = { clean: false, properties: { sessionExpiryInterval: 600 } };
      const away = async (clientId: string, options: IClientOptions = session, end: object = {}) => {
        const before = await connectClient({ clientId, ...options });
        await before.client.subscribeAsync(`away/${clientId}`, { qos: 1 });
        await before.client.endAsync(false, end);
      };
      const say = async (clientId: string, payload: string, properties: IPublishPacket['properties'] = {}) => {
        const { client } = await connectClient();
        await client.publishAsync(`away/${clientId}`, payload, { qos: 1, properties });
      };
      const back = async (clientId: string, options: IClientOptions = session) => {
        const after = await connectClient({ clientId, ...options });
        const { sessionPresent } = after.connack;
        const last = `away/last/${clientId}`;
        await after.client.subscribeAsync(last, { qos: 1 });
        await after.client.publishAsync(last, 'last', { qos: 1 });
        await waitUntil(() => after.received.includes(`${last} last`), 'the last message');
        return {
          sessionPresent,
          received: after.received.filter((line) => !line.endsWith(' last')),
          packets: after.packets,
        };
      };

      test('queues messages and counts down their expiry', async () => {
        await away('counts');
        await say('counts', 'short', { messageExpiryInterval: 60 });
        await say('counts', 'long', { messageExpiryInterval: 300 });
        await say('counts', 'ever');
        await foreign().platform.advance(100);
        const { sessionPresent, received, packets } = await back('counts');
        expect([sessionPresent, received]).toEqual([true, ['away/counts long', 'away/counts ever']]);
        const left = packets[0]?.properties?.messageExpiryInterval ?? 0;
        expect(left).toBeGreaterThan(150);
        expect(left).toBeLessThanOrEqual(200);
        expect(packets[1]?.properties?.messageExpiryInterval).toBeUndefined();
      });

      test('discards a session when it expires', async () => {
        await away('expires');
        await say('expires', 'lost');
        await foreign().platform.advance(601);
        expect(await back('expires')).toMatchObject({ sessionPresent: false, received: [] });
      });

      test('ends an MQTT 3.1.1 session after an hour', async () => {
        const old = { clean: false, protocolVersion: 4 } as const;
        for (const [clientId, seconds, sessionPresent] of [
          ['hour', 3590, true],
          ['longer', 3610, false],
        ] as const) {
          await away(clientId, old);
          await foreign().platform.advance(seconds);
          expect((await back(clientId, old)).sessionPresent).toBe(sessionPresent);
        }
      });

      test('continues a session if the client reconnects in time', async () => {
        await away('goes-on');
        await foreign().platform.advance(400);
        await (await connectClient({ clientId: 'goes-on', ...session })).client.endAsync();
        await foreign().platform.advance(400);
        expect((await back('goes-on')).sessionPresent).toBe(true);
      });

      test('ends a session after the interval in DISCONNECT', async () => {
        await away('changed', session, { properties: { sessionExpiryInterval: 3000 } });
        await foreign().platform.advance(700);
        expect((await back('changed')).sessionPresent).toBe(true);
        await away('ended', session, { properties: { sessionExpiryInterval: 0 } });
        expect((await back('ended')).sessionPresent).toBe(false);
      });

      // the filter is rejected, because worker's policy allows Receive below other/, but not Subscribe
      test.each([4, 5] as const)(
        'does not store a rejected filter of a SUBSCRIBE in the session (version %i)',
        async (version) => {
          const clientId = `worker-refused-${version}`;
          const options = { clientId, ...session, protocolVersion: version };
          const before = await connectClient(options, 'worker');
          const filters = { 'jobs/away': { qos: 1 }, 'other/away': { qos: 1 }, 'jobs/twice': { qos: 2 } } as const;
          await before.client.subscribeAsync(filters).catch(() => undefined);
          const { client } = await connectClient();
          await client.publishAsync('other/away', 'while it is there', { qos: 1 });
          await before.client.endAsync();
          for (const topic of ['other/away', 'jobs/twice', 'jobs/away'])
            await client.publishAsync(topic, 'while it is away', { qos: 1 });
          const after = await connectClient(options, 'worker');
          await waitUntil(() => after.received.includes('jobs/away while it is away'), 'the permitted message');
          expect(after.received).toEqual(['jobs/away while it is away']);
        },
      );

      test('delivers a message only once if several filters of the session match', async () => {
        const options = { clientId: 'overlapping', ...session };
        const before = await connectClient(options);
        await before.client.subscribeAsync(['over/+', 'over/1', 'over/#'], { qos: 1 });
        const { client } = await connectClient();
        for (const text of ['a', 'b', 'c']) await client.publishAsync('over/1', text, { qos: 1 });
        await waitUntil(() => before.received.length >= 3, 'what is said');
        await before.client.publishAsync('over/1', 'd', { qos: 1 });
        await waitUntil(() => before.received.includes('over/1 d'), 'the published message');
        await before.client.endAsync();
        await client.publishAsync('over/1', 'e', { qos: 1 });
        const after = await connectClient(options);
        await waitUntil(() => after.received.length > 0, 'what has waited');
        expect([before.received, after.received]).toEqual([
          ['over/1 a', 'over/1 b', 'over/1 c', 'over/1 d'],
          ['over/1 e'],
        ]);
      });

      test('drops the queued messages of a session on a clean start', async () => {
        await away('anew');
        await say('anew', 'lost');
        expect(await back('anew', { ...session, clean: true })).toMatchObject({ sessionPresent: false, received: [] });
      });
    });

    test.each([4, 5] as const)(
      'publishes a last will to a shadow topic without changing the shadow (version %i)',
      async (version) => {
        const topic = `$aws/things/willing-${version}/shadow/update`;
        const witness = await connectClient();
        await witness.client.subscribeAsync([topic, `${topic}/#`], { qos: 1 });
        const will = { topic, payload: '{"state":{"reported":{"by":"will"}}}', qos: 1, retain: false } as const;
        const { client } = await connectClient({ clientId: `willing-${version}`, protocolVersion: version, will });
        client.stream.destroy();
        await waitUntil(() => witness.received.length > 0, 'the will');
        await witness.client.publishAsync(topic, '{"state":{"reported":{"by":"hand"}}}', { qos: 1 });
        await waitUntil(() => witness.received.length === 4, "the shadow's responses");
        expect(witness.received.join()).toContain('"version":1');
        expect(witness.received.join()).not.toContain('"version":2');
      },
    );

    test('publishes a delayed last will to a shadow topic without changing the shadow', async () => {
      const topic = '$aws/things/delayed/shadow/update';
      const witness = await connectClient();
      await witness.client.subscribeAsync([topic, `${topic}/#`], { qos: 1 });
      const payload = Buffer.from('{"state":{"reported":{"by":"will"}}}');
      const will = { topic, payload, qos: 1, retain: false, properties: { willDelayInterval: 60 } } as const;
      const { client } = await connectClient({ clientId: 'delayed', will, properties: { sessionExpiryInterval: 600 } });
      client.stream.destroy();
      await foreign().platform.event(
        (event) => event.kind === 'disconnected' && event['clientId'] === 'delayed',
        'its end',
      );
      await foreign().platform.advance(61);
      await waitUntil(() => witness.received.length > 0, 'the will');
      await witness.client.publishAsync(topic, '{"state":{"reported":{"by":"hand"}}}', { qos: 1 });
      const acceptedLines = () => witness.received.filter((line) => line.startsWith(`${topic}/accepted`));
      await waitUntil(() => acceptedLines().some((line) => line.includes('hand')), "the shadow's response");
      expect(acceptedLines()).toEqual([expect.stringContaining('"version":1')]);
    });

    test('sends a last will after the will delay, unless the client has reconnected', async () => {
      const witness = await connectClient();
      await witness.client.subscribeAsync('will/#', { qos: 1 });
      const dies = async (clientId: string) => {
        const will = {
          topic: `will/${clientId}`,
          payload: Buffer.from('gone'),
          qos: 1,
          properties: { willDelayInterval: 60 },
        } as const;
        const options = { clientId, will, clean: false, properties: { sessionExpiryInterval: 600 } };
        const { client } = await connectClient(options);
        client.stream.destroy();
        await foreign().platform.event(
          (event) => event.kind === 'disconnected' && event['clientId'] === clientId,
          clientId,
        );
        return options;
      };
      await dies('dead');
      const { will: _, ...options } = await dies('alive');
      await foreign().platform.advance(30);
      await connectClient(options);
      expect(witness.received).toEqual([]);
      await foreign().platform.advance(31);
      await waitUntil(() => witness.received.length > 0, 'the will');
      await witness.client.publishAsync('will/last', 'last', { qos: 1 });
      await waitUntil(() => witness.received.includes('will/last last'), 'the last message');
      expect(witness.received).toEqual(['will/dead gone', 'will/last last']);
      // PUBLISH packets cannot contain a will delay, and a strict client would disconnect on such a packet
      expect(Object.keys(witness.packets[0]?.properties ?? {})).not.toContain('willDelayInterval');
    });

    test('retains a message until it expires', async () => {
      const { client } = await connectClient();
      await client.publishAsync('kept/short', 'short', {
        qos: 1,
        retain: true,
        properties: { messageExpiryInterval: 60 },
      });
      await client.publishAsync('kept/long', 'long', {
        qos: 1,
        retain: true,
        properties: { messageExpiryInterval: 300 },
      });
      await foreign().platform.advance(100);
      const listener = await connectClient();
      await listener.client.subscribeAsync(['kept/short', 'kept/long', 'kept/last'], { qos: 1 });
      await client.publishAsync('kept/last', 'last', { qos: 1 });
      await waitUntil(() => listener.received.includes('kept/last last'), 'the last message');
      expect(listener.received.toSorted()).toEqual(['kept/last last', 'kept/long long']);
      const left = listener.packets.find(({ topic }) => topic === 'kept/long')?.properties?.messageExpiryInterval;
      expect(left).toBeLessThanOrEqual(200);
    });
  });
}
