import { plain } from '../note/json-output';
import { changedText } from './changed-text';

const linesOf = (before: Parameters<typeof changedText>[1], after: Parameters<typeof changedText>[2]) => {
  const { text, items } = changedText(['it'], before, after);
  return [plain(text), ...items.map((item) => `${item.became} ${plain(item.text)}`)];
};

describe('changedText', () => {
  test('formats two short values in one line', () => expect(linesOf(60, 80)).toEqual(['it: 60 → 80']));

  test('shows a new block without values in one line', () =>
    expect(linesOf(undefined, [{ vpc_id: null }])).toEqual(['it is new']));

  test('truncates a long value, and appends its length', () =>
    expect(linesOf(undefined, 'x'.repeat(500))).toEqual([`it: new: {+${'x'.repeat(400)}… (500 characters)+}`]));

  test('lists the changed sentences of a message', () =>
    expect(
      linesOf(
        'A workflow failed. A command did not reach its device, or the device was late. @slack-iot\nSee the runbook.',
        'A workflow failed. A command did not reach its light, or the light was late. @slack-iot\nSee the runbook.',
      ),
    ).toEqual([
      'it:',
      'changed A command did not reach its [-device-] {+light+}, or the [-device-] {+light+} was late.',
    ]));

  test('pairs a removed line with the first similar added line, and keeps other lines separate', () =>
    expect(
      linesOf(
        'a:\nimage: shop:1\nsize: 10\nunrelated line\nend of the text here',
        'a:\nnew setting: yes\nimage: shop:2\nend of the text here',
      ),
    ).toEqual([
      'it:',
      'gone size: 10',
      'gone unrelated line',
      'come new setting: yes',
      'changed image: shop:[-1-] {+2+}',
    ]));

  test('compares a removed line with only a few added lines', () => {
    const others = Array.from({ length: 6 }, (_, at) => `other line ${at}`);
    expect(linesOf('a:\nimage: shop:1', ['a:', ...others, 'image: shop:2'].join('\n'))).toEqual([
      'it:',
      'gone image: shop:1',
      ...others.map((line) => `come ${line}`),
      'come image: shop:2',
    ]);
  });

  test('lists the changed lines of multi-line text, and shows changes in indentation', () => {
    expect(linesOf('on: true\nsize: 1\n', 'on: true\nsize: 2\nname: a\n')).toEqual([
      'it:',
      'changed size: [-1-] {+2+}',
      'come name: a',
    ]);
    expect(linesOf('list:\n  - a\n', 'list:\n    - a\n')).toEqual(['it:', 'gone ␣␣- a', 'come ␣␣␣␣- a']);
    expect(linesOf('a\nb', 'a\n\nb\n')).toEqual(['it: only whitespace changes']);
    expect(linesOf('a\nb', 'a\r\nb')).toEqual(['it: only the line endings change (LF → CRLF)']);
    const lines = (end: string) => Array.from({ length: 30 }, (_, at) => `${at} ${end}`).join('\n');
    expect(linesOf(lines('a'), lines('b'))).toHaveLength(21);
    const [first, ...rest] = linesOf(lines('a'), lines('b'));
    expect([first, rest[9], rest[10]]).toEqual(['it (20 of 60 shown):', 'gone 9 a', 'come 0 b']);
  });

  test('marks the changed words in long text without sentences', () => {
    const query = (end: string) =>
      `sum(last_5m):sum:aws.states.executions_failed{environment:production} by {statemachinearn} >= ${end}`;
    expect(linesOf(query('1'), query('5'))).toEqual([`it: …by {statemachinearn} >= [-1-] {+5+}`]);
  });

  test('shows complete numbers, and context that starts at a word boundary', () => {
    const query = (limit: string) =>
      `avg(last_1h):avg:aws.applicationelb.target_response_time.p95{env:prod,service:shop}.as_count() > ${limit}`;
    expect(linesOf(query('0.05'), query('0.2'))).toEqual(['it: …service:shop}.as_count() > [-0.05-] {+0.2+}']);
    expect(linesOf(query('1.5'), query('-1.5'))).toEqual(['it: …service:shop}.as_count() > [-1.5-] {+-1.5+}']);
    const start = (limit: string) => `${limit} < sum:aws.lambda.errors_of_every_function${'{env:prod} + '.repeat(9)}1`;
    expect(linesOf(start('10.0.0.1'), start('10.0.0.2'))).toEqual([
      'it: [-10.0.0.1-] {+10.0.0.2+} < sum:aws.lambda.errors_of_every_function…',
    ]);
  });

  test('lists items without their common prefix', () => {
    const arn = (name: string) => `arn:aws:iot:eu-west-1:111122223333:topic/lights/${name}`;
    expect(linesOf([arn('a'), arn('b')], [arn('c')])).toEqual([
      'it, under arn:aws:iot:eu-west-1:111122223333:topic/lights/:',
      'gone …a',
      'gone …b',
      'come …c',
    ]);
  });

  test('lists the first items of a long list, and the total number of items', () => {
    const [text, ...items] = linesOf(
      undefined,
      Array.from({ length: 30 }, (_, at) => `item ${at}`),
    );
    expect(text).toBe('it (20 of 30 shown):');
    expect(items).toHaveLength(20);
  });

  test('lists the nested attributes of a removed block', () =>
    expect(linesOf({ sqs: [{ queue_url: 'jobs', use_base64: false }], names: ['a', 'b'] }, undefined)).toEqual([
      'it is removed:',
      'gone sqs.queue_url: jobs',
      'gone sqs.use_base64: false',
      'gone names: a, b',
    ]));

  test('treats a list with one block as the block itself', () =>
    expect(linesOf(undefined, [{ url: 'jobs', key: null, on: false }])).toEqual([
      'it is new:',
      'come url: jobs',
      'come on: false',
    ]));
});

test('never shows a removed line without the line that replaces it', () => {
  // unchanged lines between the changes separate the replacements
  const lines = (word: string) => Array.from({ length: 15 }, (_, at) => `${word} ${at}.\nkept ${at}.`).join('\n');
  const { text, items } = changedText(['xml'], lines('old'), lines('new'));
  const shown = (became: string) => items.filter((item) => item.became === became).length;
  expect([shown('gone'), shown('come')]).toEqual([10, 10]);
  expect(text).toContain(' (20 of 30 shown)');
  const uneven = changedText(['xml'], `${lines('old')}\nlast.`, `${lines('new').replace('new 9.', 'new 9.\nmore.')}`);
  expect(uneven.items.filter(({ became }) => became === 'gone')).toHaveLength(9);
});
