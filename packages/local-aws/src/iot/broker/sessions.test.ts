import { createClock } from '../../clock';
import { reopenedStore, start } from '../../stopped-platform.fixture';
import type { Store } from '../../store';
import { createRetainedMessages } from './retained-messages';
import { PersistentSessions } from './sessions';

/** Clock that moves only when a test advances it. */
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
  new PersistentSessions(store, {
    retained: createRetainedMessages(store, clock),
    clock,
    isGranted: (_clientId, { topic }) => topic !== 'refused',
    isPaced: () => false,
  });

async function texts(packets: AsyncIterable<unknown>): Promise<string[]> {
  const found: string[] = [];
  for await (const queued of packets)
    if (queued instanceof Object && 'payload' in queued) found.push(String(queued.payload));
  return found;
}

describe('sessions after a restart', () => {
  test('restores subscriptions that were neither rejected nor removed', async () => {
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

  test('restores unacknowledged messages in order', async () => {
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

  test("restores a queued message unless it has expired on the platform's clock, without affecting later messages", async () => {
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

  test('deletes all state of a session when the session ends', async () => {
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

  test('restores retained messages that no empty message has deleted', async () => {
    const open = reopenedStore();
    const before = sessionsIn(open());
    for (const topic of ['a', 'b']) await before.storeRetained({ ...packet(topic, topic, 1), retain: true });
    await before.storeRetained({ ...packet('a', '', 2), retain: true });
    const after = sessionsIn(open());
    expect(await texts(after.createRetainedStreamCombi(['a', 'b']))).toEqual(['b']);
    expect(await texts(after.createRetainedStreamCombi(['+', '#']))).toEqual([]);
  });
});
