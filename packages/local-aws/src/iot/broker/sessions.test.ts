import { createClock } from '../../clock';
import { reopenedStore, start } from '../../stopped.fixture';
import type { Store } from '../../store';
import { createRetainedMessages } from './retained-messages';
import { KeptSessions } from './sessions';

/** Moves by hand. */
const clock = createClock({ speed: 0, start });

const packet = (topic: string, text: string, brokerCounter: number) => ({
  topic,
  payload: Buffer.from(text),
  qos: 1,
  retain: false,
  brokerId: 'broker-1',
  brokerCounter,
  properties: { contentType: 'text/plain', correlationData: Buffer.from([0, 255]) },
});
const light = { id: 'light-1' };
const sessionsIn = (store: Store) =>
  new KeptSessions(store, {
    retained: createRetainedMessages(store, clock),
    clock,
    isGranted: (_clientId, { topic }) => topic !== 'refused',
    isPaced: () => false,
  });

async function texts(packets: AsyncIterable<unknown>): Promise<string[]> {
  const found: string[] = [];
  for await (const one of packets) if (one instanceof Object && 'payload' in one) found.push(String(one.payload));
  return found;
}

describe('sessions that are opened again', () => {
  test('have subscriptions, but for those that were refused or given up', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    await before.addSubscriptions(light, [
      { topic: 'a/+', qos: 1 },
      { topic: 'b', qos: 1 },
      { topic: 'refused', qos: 1 },
    ]);
    await before.addSubscriptions({ id: 'light-2' }, [{ topic: 'a/+', qos: 1 }]);
    await before.removeSubscriptions(light, ['b']);
    await before.cleanSubscriptions({ id: 'light-2' });
    const after = sessionsIn(open());
    expect(await after.subscriptionsByClient(light)).toMatchObject([{ topic: 'a/+', qos: 1 }]);
    expect(await after.subscriptionsByTopic('a/1')).toMatchObject([{ clientId: 'light-1' }]);
    expect(await after.subscriptionsByTopic('refused')).toEqual([]);
    expect(await after.subscriptionsByClient({ id: 'light-2' })).toEqual([]);
  });

  test('have what waits, in its order, but for what was acknowledged', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    for (const [index, text] of ['one', 'two', 'three'].entries())
      await before.outgoingEnqueueCombi([{ clientId: 'light-1' }], packet('a', text, 20 - index));
    await before.outgoingUpdate(light, { ...packet('a', 'two', 19), messageId: 7 });
    await before.outgoingClearMessageId(light, { messageId: 7 });
    const between = sessionsIn(open());
    await between.outgoingEnqueueCombi([{ clientId: 'light-1' }], { ...packet('a', 'four', 1), brokerId: 'another' });
    const after = sessionsIn(open());
    expect(await texts(after.outgoingStream(light))).toEqual(['one', 'three', 'four']);
    for await (const first of after.outgoingStream(light)) {
      const properties = { contentType: 'text/plain', correlationData: Buffer.from([0, 255]) };
      expect(first).toMatchObject({ properties, brokerCounter: 20 });
      break;
    }
  });

  test('have what waits until it expires by the clock of the platform, and the one behind it all the same', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    const lasting = (text: string, brokerCounter: number, seconds?: number) =>
      before.outgoingEnqueueCombi([{ clientId: 'light-1' }], {
        ...packet('a', text, brokerCounter),
        ...(seconds !== undefined && { messageExpiry: 1, properties: { messageExpiryInterval: seconds } }),
      });
    await lasting('ever', 1);
    await lasting('short', 2, 60);
    await lasting('long', 3, 90);
    await clock.advance(59_999);
    expect(await texts(sessionsIn(open()).outgoingStream(light))).toEqual(['ever', 'short', 'long']);
    await clock.advance(1);
    const after = sessionsIn(open());
    expect(await texts(after.outgoingStream(light))).toEqual(['ever', 'long']);
    for await (const left of after.outgoingStream(light))
      if (String(left.payload) === 'long') expect(left.properties).toEqual({ messageExpiryInterval: 30 });
    await clock.advance(30_000);
    expect(await texts(sessionsIn(open()).outgoingStream(light))).toEqual(['ever']);
  });

  test('end with all that they have', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    await before.addSubscriptions(light, [{ topic: 'a', qos: 1 }]);
    for (const [index, text] of ['one', 'two'].entries())
      await before.outgoingEnqueueCombi([{ clientId: 'light-1' }], packet('a', text, index));
    expect(before.clientIds()).toEqual(['light-1']);
    await before.end('light-1');
    const after = sessionsIn(open());
    expect([
      await texts(after.outgoingStream(light)),
      await after.subscriptionsByClient(light),
      after.clientIds(),
    ]).toEqual([[], [], []]);
  });

  test('have what is retained, until an empty message ends it', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    for (const topic of ['a', 'b']) await before.storeRetained({ ...packet(topic, topic, 1), retain: true });
    await before.storeRetained({ ...packet('a', '', 2), retain: true });
    const after = sessionsIn(open());
    expect(await texts(after.createRetainedStreamCombi(['a', 'b']))).toEqual(['b']);
    expect(await texts(after.createRetainedStreamCombi(['+', '#']))).toEqual([]);
  });
});
