import type { Message } from '../api/operations';
import { mergeMessages, toNdjson } from './message-history';

const message = (second: number, text = 'x'): Message => ({
  topic: 'a',
  at: new Date(second * 1000).toISOString(),
  bytes: 1,
  qos: 0,
  retain: false,
  text,
});

describe('mergeMessages', () => {
  it('lists the newest message first', () => {
    expect(mergeMessages([message(3)], [message(2), message(1)])).toEqual([message(3), message(2), message(1)]);
  });

  it('removes recorded messages that were also received live or match two filters', () => {
    expect(mergeMessages([message(2)], [message(2), message(1), message(1)])).toEqual([message(2), message(1)]);
    expect(mergeMessages([message(2)], [message(2, 'y')])).toHaveLength(2);
  });
});

describe('toNdjson', () => {
  it('writes one message per line, oldest first', () => {
    expect(toNdjson([message(2), message(1)])).toBe(`${JSON.stringify(message(1))}\n${JSON.stringify(message(2))}\n`);
  });
});
