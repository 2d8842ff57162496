import { fc, test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { basicIngest, withoutBasicIngest } from './basic-ingest';
import { parseTopic, topicLevel } from './topic';
import { TopicError } from './topic-error';
import { matches, parseTopicFilter } from './topic-filter';

function refusal(run: () => unknown): { message: string; column: number } | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof TopicError) return { message: error.message, column: error.column };
    throw error;
  }
}

describe('matches', () => {
  test.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/b/', false],
    ['a/b', 'a', false],
    ['a/+', 'a/b', true],
    ['a/+', 'a/', true],
    ['a/+', 'a', false],
    ['a/+', 'a/b/c', false],
    ['+/b', 'a/b', true],
    ['sensor/#', 'sensor/', true],
    ['sensor/#', 'sensor/temperature/room1', true],
    ['sensor/#', 'sensor', false],
    ['sensor/+/room1', 'sensor/humidity/room1', true],
    ['#', 'a/b/c', true],
    ['#', '$aws/things', false],
    ['+/things', '$aws/things', false],
    ['$aws/things/+/shadow/update', '$aws/things/light-1/shadow/update', true],
    ['$aws/things/+/shadow/update', '$aws/things/light-1/shadow/update/accepted', false],
    ['$aws/#', '$aws/things', true],
    ['/', '/', true],
    ['+/+', '/', true],
    ['abc', 'abd', false],
  ])('%s on %s: %s', (filter, topic, expected) => {
    expect(matches(filter, topic)).toBe(expected);
  });

  const level = fc.constantFrom('a', 'b', '', 'ab');
  const topics = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
  const filters = fc
    .tuple(fc.array(fc.oneof(level, fc.constant('+')), { minLength: 1, maxLength: 5 }), fc.boolean())
    .map(([levels, rest]) => levels.join('/') + (rest ? '/#' : ''));

  property.prop([filters, topics])(
    'matches the same topics as a regular expression built from the filter',
    (filter, topic) => {
      const pattern = filter.replace(/\+/g, '[^/]*').replace(/#$/, '.*');
      expect(matches(filter, topic)).toBe(new RegExp(`^${pattern}$`).test(topic));
    },
  );
});

describe('parseTopicFilter', () => {
  test('accepts wildcards that are the only character of their level', () => {
    expect(parseTopicFilter('$aws/things/+/shadow/#').levels).toEqual(['$aws', 'things', '+', 'shadow', '#']);
  });

  test.each([
    ['', 1, 'a topic filter requires at least one character'],
    ['a/b+/c', 4, '"+" must be the only character of its level, but the level is "b+"'],
    ['a/#/c', 3, '"#" must be the last level'],
    ['a/b#', 4, '"#" must be the only character of its level, but the level is "b#"'],
    ['a/b/c/d/e/f/g/h/i', 16, 'a topic filter has at most 7 slashes, not 8'],
    ['a\0', 2, 'a topic filter cannot contain this character'],
  ])('rejects %j at column %i', (filter, column, message) => {
    expect(refusal(() => parseTopicFilter(filter))).toEqual({ message, column });
  });
});

describe('parseTopic', () => {
  test('counts bytes of UTF-8 and reports the column at which the topic exceeds the limit', () => {
    expect(parseTopic('灯'.repeat(85)).levels).toHaveLength(1);
    expect(refusal(() => parseTopic('灯'.repeat(86)))).toEqual({
      message: 'a topic can have at most 256 bytes of UTF-8, not 258',
      column: 86,
    });
  });

  test('excludes the Basic Ingest prefix from the limits', () => {
    const topic = `$aws/rules/power_on/a/b/c/d/e/f/g/${'h'.repeat(242)}`;
    expect(parseTopic(topic).text).toBe(topic);
    expect(refusal(() => parseTopic(`${topic}/i`))).toEqual({
      message: 'a topic can have at most 256 bytes of UTF-8, not 258',
      column: 277,
    });
  });

  test('rejects wildcards and lone surrogates', () => {
    expect(refusal(() => parseTopic('a/+'))?.column).toBe(3);
    expect(refusal(() => parseTopic('a/\ud800'))?.column).toBe(3);
  });

  property.prop([anyText({ maxLength: 300 })])('throws only TopicError', (text) => {
    refusal(() => parseTopic(text));
    refusal(() => parseTopicFilter(text));
  });
});

describe('the parts of a topic', () => {
  test('basicIngest separates the rule name from the topic', () => {
    expect(basicIngest('$aws/rules/BuildingManager/Buildings/Floor2')).toEqual({
      rule: 'BuildingManager',
      topic: 'Buildings/Floor2',
    });
    expect(basicIngest('$aws/rules/power_on')).toEqual({ rule: 'power_on', topic: '' });
    expect(basicIngest('$aws/rules/')).toBeUndefined();
    expect(basicIngest('$aws/things/a')).toBeUndefined();
    expect(withoutBasicIngest('$aws/rules/r/a/b')).toBe('a/b');
    expect(withoutBasicIngest('$aws/things/a')).toBe('$aws/things/a');
  });

  test('topicLevel counts levels from one', () => {
    expect([0, 1, 2, 3, 4].map((n) => topicLevel('foo/bar/baz', n))).toEqual([
      undefined,
      'foo',
      'bar',
      'baz',
      undefined,
    ]);
  });
});
