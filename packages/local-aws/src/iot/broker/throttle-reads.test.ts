import { Readable } from 'node:stream';
import { stopped } from '../../stopped-platform.fixture';
import { throttleReads } from './throttle-reads';

/** Creates a throttled stream, and a reader that reads when it is notified, as aedes does. */
function createReader(delays: readonly number[]) {
  const { clock } = stopped();
  const stream = new Readable({ read: () => undefined });
  const remainingDelays = [...delays];
  throttleReads(stream, { clock, delayAfter: () => remainingDelays.shift() ?? 0 });
  let text = '';
  stream.on('readable', () => {
    const chunk: unknown = stream.read();
    if (chunk !== null) text += String(chunk);
  });
  const ended = new Promise<void>((resolve) => stream.once('end', resolve));
  return { clock, stream, ended, text: () => text };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('delays the next read after the limit is exceeded, without losing data', async () => {
  const { clock, stream, ended, text } = createReader([500]);
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

test('emits no data if the stream is destroyed during a delay', async () => {
  const { clock, stream, text } = createReader([500]);
  stream.push('first');
  await settled();
  stream.destroy();
  await settled();
  const onReadable = jest.fn();
  stream.on('readable', onReadable);
  await clock.advance(1000);
  expect([text(), onReadable.mock.calls]).toEqual(['first', []]);
});
