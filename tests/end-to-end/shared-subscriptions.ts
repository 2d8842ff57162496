import { poll } from '@himeshima/local-aws/testing';
import { identityOf } from '../../commands/demonstration/clients';
import type { ForeignPlatform } from './foreign-platform';
import { connectRaw, packet, type RawDevice } from './raw-device';
import { connectRecording, type RecordingClient } from './recording-client';

const waitUntil = (holds: () => boolean, what: string) => poll(() => (holds() ? true : undefined), what);

/** Tests `$share/NAME/FILTER`. `worker` may subscribe to $share/workers/jobs/… and to every filter below $share/many/. */
export function describeSharedSubscriptions(foreign: () => ForeignPlatform): void {
  const opened: (RecordingClient | RawDevice)[] = [];
  afterEach(() => {
    for (const one of opened.splice(0)) 'client' in one ? one.client.end(true) : one.end();
  });
  const member = async (clientId: string, filters: string[], options: Parameters<typeof connectRecording>[2] = {}) => {
    const made = await connectRecording(foreign(), 'worker', { clientId, ...options });
    opened.push(made);
    if (filters.length > 0) await made.client.subscribeAsync(filters, { qos: 1 });
    return made;
  };
  const speaker = () => member(`worker-speaker-${Math.random()}`, []);
  const raw = async (): Promise<RawDevice> => {
    const port = Number(new URL(foreign().platform.mqttUrl).port);
    const device = await connectRaw({ port, ...identityOf(foreign().platform.directory, 'worker') });
    opened.push(device);
    return device;
  };
  const bodies = (device: RawDevice, type: number) =>
    device.packets.filter((one) => one.type === type).map(({ body }) => [...body]);

  describe('a shared subscription', () => {
    const many = Array.from({ length: 120 }, (_, index) => String(index));

    test.each([
      ['QoS 0', 0, 4],
      ['QoS 1', 1, 4],
      ['QoS 1 of MQTT 5', 1, 5],
    ] as const)(
      'delivers each message from %s to one member, so that every member receives some',
      async (_, qos, version) => {
        const topic = `jobs/each-${qos}-${version}`;
        const options = { protocolVersion: version };
        const all = [
          await member('worker-1', [`$share/workers/${topic}`], options),
          await member('worker-2', [`$share/workers/${topic}`], options),
          await member('worker-3', [`$share/workers/${topic}`], {
            ...options,
            clean: false,
            properties: { sessionExpiryInterval: 60 },
          }),
        ];
        const witness = await member('worker-witness', [topic]);
        const { client } = await speaker();
        await Promise.all(many.map((text) => client.publishAsync(topic, text, { qos })));
        const allReceived = () => all.flatMap((one) => one.received);
        await waitUntil(
          () => allReceived().length >= many.length && witness.received.length === many.length,
          'every message',
        );
        expect(allReceived().toSorted()).toEqual(many.map((text) => `${topic} ${text}`).toSorted());
        for (const one of all) expect(one.received.length).toBeGreaterThan(0);
        await all[2]?.client.unsubscribeAsync(`$share/workers/${topic}`);
      },
    );

    test('also delivers each message to a group with another name or filter', async () => {
      const all = [
        await member('worker-1', ['$share/workers/jobs/groups/1']),
        await member('worker-2', ['$share/many/jobs/groups/1']),
        await member('worker-3', ['$share/many/jobs/groups/+']),
      ];
      const { client } = await speaker();
      await client.publishAsync('jobs/groups/1', 'x', { qos: 1 });
      await waitUntil(() => all.every(({ received }) => received.length === 1), 'the message in each group');
    });

    test('continues with the remaining members, and resends the unacknowledged messages of a member that leaves', async () => {
      const deaf = await raw();
      deaf.send(packet.connect('worker-deaf'), packet.subscribe(1, [['$share/workers/jobs/left', 1]]));
      await waitUntil(() => bodies(deaf, 9).length === 1, 'SUBACK');
      const { client } = await speaker();
      for (const text of ['one', 'two']) await client.publishAsync('jobs/left', text, { qos: 1 });
      await waitUntil(() => bodies(deaf, 3).length === 2, 'both messages');
      const other = await member('worker-2', ['$share/workers/jobs/left']);
      deaf.end();
      await waitUntil(() => other.received.length === 2, 'both messages again');
      await client.publishAsync('jobs/left', 'three', { qos: 1 });
      await waitUntil(() => other.received.length === 3, 'the next one');
      expect(other.received).toEqual(['jobs/left one', 'jobs/left two', 'jobs/left three']);
    });

    test('queues nothing for an offline session, and resumes when the client reconnects', async () => {
      const options = { clean: false, clientId: 'worker-away' };
      const before = await member('worker-away', ['$share/workers/jobs/away'], options);
      await before.client.endAsync();
      const { client } = await speaker();
      await client.publishAsync('jobs/away', 'lost', { qos: 1 });
      const after = await connectRecording(foreign(), 'worker', options);
      opened.push(after);
      await client.publishAsync('jobs/away', 'heard', { qos: 1 });
      await waitUntil(() => after.received.length > 0, 'the second message');
      expect(after.received).toEqual(['jobs/away heard']);
      await after.client.unsubscribeAsync('$share/workers/jobs/away');
    });

    test('sends no retained message to a shared subscription', async () => {
      const watcher = await connectRecording(foreign(), 'watcher');
      opened.push(watcher);
      await watcher.client.publishAsync('jobs/kept', 'kept', { qos: 1, retain: true });
      const shares = await member('worker-1', ['$share/workers/jobs/kept']);
      await watcher.client.publishAsync('jobs/kept', 'new', { qos: 1 });
      await waitUntil(() => shares.received.length > 0, 'the new message');
      expect(shares.received).toEqual(['jobs/kept new']);
    });

    test('deletes a shared subscription on UNSUBSCRIBE', async () => {
      const [leaves, stays] = [
        await member('worker-1', ['$share/workers/jobs/ends']),
        await member('worker-2', ['$share/workers/jobs/ends']),
      ];
      await leaves.client.unsubscribeAsync('$share/workers/jobs/ends');
      const { client } = await speaker();
      for (const text of many.slice(0, 20)) await client.publishAsync('jobs/ends', text, { qos: 1 });
      await waitUntil(() => stays.received.length === 20, 'every message');
      expect(leaves.received).toEqual([]);
    });

    // the policy is evaluated against the client's complete filter, including the prefix
    test.each([
      [4, [1, 128, 128, 128, 0, 128], 1],
      [5, [1, 0x87, 0x87, 0x87, 0, 0x87], 1],
    ])(
      'grants or rejects each shared filter at its position in the SUBACK, as the policy allows (version %i)',
      async (version, codes) => {
        const device = await raw();
        const filters = [
          ['$share/workers/jobs/a', 1],
          ['$share/others/jobs/a', 1],
          ['$share/workers/other/a', 1],
          ['$share/jobs', 1],
          ['jobs/b', 0],
          ['$shared/workers/jobs/a', 0],
        ] as const;
        device.send(packet.connect(`worker-codes-${version}`, { version }), packet.subscribe(7, filters, { version }));
        await waitUntil(() => bodies(device, 9).length === 1, 'SUBACK');
        expect(bodies(device, 9)[0]?.slice(version === 5 ? 3 : 2)).toEqual(codes);
      },
    );

    test.each([4, 5])('accepts UNSUBSCRIBE for a filter without a subscription (version %i)', async (version) => {
      const device = await raw();
      const filters = [
        '$share//x',
        '$share/',
        '$share/a',
        '$share/a/',
        '$share/+/a',
        '$share/a/#/b',
        '$unfit/%',
        '',
        'a/#/b',
      ];
      device.send(packet.connect(`worker-none-${version}`, { version }));
      device.send(packet.unsubscribe(7, filters, { version }));
      await waitUntil(() => bodies(device, 11).length === 1, 'UNSUBACK');
      const noSubscriptionExisted = filters.map(() => 0x11);
      expect(bodies(device, 11)[0]?.slice(2)).toEqual(version === 5 ? [0, ...noSubscriptionExisted] : []);
      expect(device.closed).toBe(false);
    });

    test('reports a shared filter in lifecycle events exactly as the client sent the filter', async () => {
      const watcher = await connectRecording(foreign(), 'watcher');
      opened.push(watcher);
      await watcher.client.subscribeAsync('$aws/events/subscriptions/+/worker-told', { qos: 1 });
      const worker = await member('worker-told', ['$share/workers/jobs/told', 'jobs/told']);
      await worker.client.unsubscribeAsync('$share/workers/jobs/told');
      await waitUntil(() => watcher.received.length === 2, 'both events');
      const [subscribed = '', unsubscribed = ''] = watcher.received.map((line) => line.split(' ').slice(1).join(' '));
      expect(JSON.parse(subscribed)).toMatchObject({ topics: ['$share/workers/jobs/told', 'jobs/told'] });
      expect(JSON.parse(unsubscribed)).toMatchObject({ topics: ['$share/workers/jobs/told'] });
    });

    test('rejects No Local, which is a protocol error in MQTT 5', async () => {
      const device = await raw();
      const withoutOwn = [['$share/workers/jobs/own', 0b101]] as const;
      device.send(packet.connect('worker-own', { version: 5 }), packet.subscribe(1, withoutOwn, { version: 5 }));
      await waitUntil(() => device.closed, 'the disconnect');
      expect(bodies(device, 14).map(([reason]) => reason)).toEqual([0x82]);
    });
  });
}
