import { fc, test as property } from '@fast-check/jest';
import { stopped } from '../../stopped-platform.fixture';
import { createOutbound, type OutboundRates } from './outbound';
import { createPace, createRate } from './rates';

const unlimited = Number.POSITIVE_INFINITY;

function outbound({ perSecond = 1000, bytesPerSecond = 1e9, maxInFlight = unlimited, maxBufferedBytes = unlimited }) {
  const { clock } = stopped();
  let [discarded, hasOverflowed] = [0, false];
  const rates: OutboundRates = {
    publishes: createRate(perSecond),
    bytes: createPace(bytesPerSecond),
    stored: createRate(10),
    discarded: () => {
      discarded += 1;
    },
  };
  const overflowed = () => {
    hasOverflowed = true;
  };
  const created = createOutbound({ rates, maxInFlight, maxBufferedBytes, clock, overflowed });
  const sent: string[] = [];
  interface MessageOptions {
    qos?: 0 | 1;
    bytes?: number;
    isWritten?: boolean;
  }
  const message = (text: string, { qos = 1, bytes = 10, isWritten = true }: MessageOptions = {}) => ({
    qos,
    bytes,
    send() {
      if (isWritten) sent.push(text);
      return isWritten;
    },
  });
  return { ...created, clock, sent, message, discarded: () => discarded, hasOverflowed: () => hasOverflowed };
}

test('sends delayed messages in order: QoS 0 messages wait behind QoS 1 messages', () => {
  const { offer, acknowledged, message, sent } = outbound({ maxInFlight: 1 });
  for (const [text, qos] of [
    ['a', 1],
    ['b', 1],
    ['c', 0],
    ['d', 1],
  ] as const)
    offer(message(text, { qos }));
  expect(sent).toEqual(['a']);
  acknowledged();
  expect(sent).toEqual(['a', 'b', 'c']);
  acknowledged();
  expect(sent).toEqual(['a', 'b', 'c', 'd']);
});

test('counts a message toward the limits only if it is written', async () => {
  const { offer, message, sent } = outbound({ perSecond: 1, maxInFlight: 1 });
  offer(message('denied', { isWritten: false }));
  offer(message('a'));
  expect(sent).toEqual(['a']);
});

test("sends a message that exceeds one second's quota, and delays the next message", async () => {
  const { offer, message, sent, clock } = outbound({ bytesPerSecond: 100 });
  offer(message('large', { bytes: 300 }));
  offer(message('next'));
  expect(sent).toEqual(['large']);
  await clock.advance(1999);
  expect(sent).toEqual(['large']);
  await clock.advance(2);
  expect(sent).toEqual(['large', 'next']);
});

test('reports a full buffer and sends no messages after stop()', async () => {
  const { offer, resume, stop, message, sent, clock, hasOverflowed } = outbound({ perSecond: 1, maxBufferedBytes: 30 });
  for (const text of ['a', 'b', 'c', 'd']) offer(message(text));
  expect(hasOverflowed()).toBe(false);
  offer(message('e'));
  expect(hasOverflowed()).toBe(true);
  resume(Array.from({ length: 11 }, (_, index) => message(String(index))));
  stop();
  await clock.advance(60_000);
  expect(sent).toEqual(['a']);
});

property.prop([fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 60 }), fc.integer({ min: 1, max: 9 })])(
  'sends every QoS 1 message once and in order, and either sends or discards every QoS 0 message',
  async (kinds, perSecond) => {
    const { offer, acknowledged, message, sent, clock, discarded } = outbound({ perSecond, maxInFlight: 3 });
    for (const [index, qos] of kinds.entries()) offer(message(`${index} ${qos}`, { qos }));
    for (let turn = 0; turn < 100; turn += 1) {
      acknowledged();
      await clock.advance(1000);
    }
    const of = (qos: 0 | 1) => sent.filter((text) => text.endsWith(` ${qos}`));
    expect(of(1)).toEqual(kinds.flatMap((qos, index) => (qos === 1 ? [`${index} 1`] : [])));
    expect(of(0).length + discarded()).toBe(kinds.filter((qos) => qos === 0).length);
    expect(sent.map((text) => Number(text.split(' ')[0]))).toEqual(
      sent.map((text) => Number(text.split(' ')[0])).sort((a, b) => a - b),
    );
  },
);
