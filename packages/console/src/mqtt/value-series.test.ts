import type { Message } from '../api/operations';
import { valuesByTopic, withJson } from './value-series';

const message = (topic: string, second: number, text: string): Message => ({
  topic,
  at: new Date(second * 1000).toISOString(),
  bytes: text.length,
  qos: 0,
  retain: false,
  text,
});

describe('valuesByTopic', () => {
  it('returns one line per topic, with null where the topic does not have a value', () => {
    const messages = withJson([
      message('b', 3, '{"v":30}'),
      message('a', 2, '{"v":20}'),
      message('a', 1, '{"v":10}'),
      message('a', 4, 'text'),
      message('c', 5, '{"w":1}'),
    ]);
    expect(valuesByTopic(messages, 'v')).toEqual({
      times: [1, 2, 3],
      lines: [
        { label: 'a', values: [10, 20, null] },
        { label: 'b', values: [null, null, 30] },
      ],
    });
  });
});
