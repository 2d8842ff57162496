import { fc, test as property } from '@fast-check/jest';
import { stopped } from '../../stopped.fixture';
import { createOutbound, type OutboundRates } from './outbound';
import { createPace, createRate } from './rates';

const unlimited = Number.POSITIVE_INFINITY;

function outbound({ perSecond = 1000, bytesPerSecond = 1e9, inFlightAtMost = unlimited, bytesAtMost = unlimited }) {
  const { clock } = stopped();
  let [discarded, isTooMuch] = [0, false];
  const rates: OutboundRates = {
    publishes: createRate(perSecond),
    bytes: createPace(bytesPerSecond),
    stored: createRate(10),
    discarded: () => {
      discarded += 1;
    },
  };
  const tooMuch = () => {
    isTooMuch = true;
  };
  const made = createOutbound({ rates, inFlightAtMost, bytesAtMost, clock, tooMuch });
  const sent: string[] = [];
  interface Made {
    qos?: 0 | 1;
    bytes?: number;
    isWritten?: boolean;
  }
  const message = (text: string, { qos = 1, bytes = 10, isWritten = true }: Made = {}) => ({
    qos,
    bytes,
    send() {
      if (isWritten) sent.push(text);
      return isWritten;
    },
  });
  return { ...made, clock, sent, message, discarded: () => discarded, isTooMuch: () => isTooMuch };
}

test('what waits comes in its order, QoS 0 behind QoS 1', () => {
  const { offer, acknowledged, message, sent } = outbound({ inFlightAtMost: 1 });
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

test('what was not written after all counts for nothing', async () => {
  const { offer, message, sent } = outbound({ perSecond: 1, inFlightAtMost: 1 });
  offer(message('denied', { isWritten: false }));
  offer(message('a'));
  expect(sent).toEqual(['a']);
});

test('a message larger than a second brings is sent, and the next ones wait for it', async () => {
  const { offer, message, sent, clock } = outbound({ bytesPerSecond: 100 });
  offer(message('large', { bytes: 300 }));
  offer(message('next'));
  expect(sent).toEqual(['large']);
  await clock.advance(1999);
  expect(sent).toEqual(['large']);
  await clock.advance(2);
  expect(sent).toEqual(['large', 'next']);
});

test('too much that waits is told, and nothing is sent to who has gone', async () => {
  const { offer, resume, stop, message, sent, clock, isTooMuch } = outbound({ perSecond: 1, bytesAtMost: 30 });
  for (const text of ['a', 'b', 'c', 'd']) offer(message(text));
  expect(isTooMuch()).toBe(false);
  offer(message('e'));
  expect(isTooMuch()).toBe(true);
  resume(Array.from({ length: 11 }, (_, index) => message(String(index))));
  stop();
  await clock.advance(60_000);
  expect(sent).toEqual(['a']);
});

property.prop([fc.array(fc.constantFrom(0 as const, 1 as const), { maxLength: 60 }), fc.integer({ min: 1, max: 9 })])(
  'of QoS 1 each message comes once and in order, of QoS 0 all but those that are discarded',
  async (kinds, perSecond) => {
    const { offer, acknowledged, message, sent, clock, discarded } = outbound({ perSecond, inFlightAtMost: 3 });
    for (const [place, qos] of kinds.entries()) offer(message(`${place} ${qos}`, { qos }));
    for (let turn = 0; turn < 100; turn += 1) {
      acknowledged();
      await clock.advance(1000);
    }
    const of = (qos: 0 | 1) => sent.filter((text) => text.endsWith(` ${qos}`));
    expect(of(1)).toEqual(kinds.flatMap((qos, place) => (qos === 1 ? [`${place} 1`] : [])));
    expect(of(0).length + discarded()).toBe(kinds.filter((qos) => qos === 0).length);
    expect(sent.map((text) => Number(text.split(' ')[0]))).toEqual(
      sent.map((text) => Number(text.split(' ')[0])).sort((a, b) => a - b),
    );
  },
);
