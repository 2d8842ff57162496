import { Readable } from 'node:stream';
import { stopped } from '../../stopped.fixture';
import { readSlowly } from './slow-reading';

/** A stream of chunks of 10 bytes, read by whoever is told that there is something, as aedes reads. */
function reading(delays: readonly number[]) {
  const { clock } = stopped();
  const stream = new Readable({ read: () => undefined });
  const left = [...delays];
  readSlowly(stream, { clock, delayAfter: () => left.shift() ?? 0 });
  let text = '';
  stream.on('readable', () => {
    const chunk: unknown = stream.read();
    if (chunk !== null) text += String(chunk);
  });
  const ended = new Promise<void>((resolve) => stream.once('end', resolve));
  return { clock, stream, ended, text: () => text };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('what comes after too much is read when its time has come, and nothing is left out', async () => {
  const { clock, stream, ended, text } = reading([500]);
  stream.push('first ');
  await settled();
  stream.push('second ');
  await settled();
  stream.push('third');
  stream.push(null);
  await settled();
  expect(text()).toBe('first ');
  await clock.advance(499);
  expect(text()).toBe('first ');
  await clock.advance(1);
  await ended;
  expect(text()).toBe('first second third');
});

test('a stream that ends while it waits is left alone', async () => {
  const { clock, stream, text } = reading([500]);
  stream.push('first');
  await settled();
  stream.destroy();
  await settled();
  const told = jest.fn();
  stream.on('readable', told);
  await clock.advance(1000);
  expect([text(), told.mock.calls]).toEqual(['first', []]);
});
