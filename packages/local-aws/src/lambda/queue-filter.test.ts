import { queueFilter } from './queue-filter';

const filterOf = (...bodies: unknown[]) => queueFilter(bodies.map((body) => JSON.stringify({ body })));
const message = JSON.stringify({
  code: 'BBBB',
  count: 15,
  empty: '',
  nothing: null,
  isUrgent: true,
  file: 'us-east-1.png',
  tags: ['a', 'b'],
  address: { city: 'Himeshima' },
  items: [{ id: 1 }, { id: 2 }],
});

describe('queueFilter', () => {
  test.each<[object, boolean]>([
    [{ code: ['BBBB'] }, true],
    [{ code: ['AAAA'] }, false],
    [{ code: ['AAAA', 'BBBB'] }, true],
    [{ code: ['bbbb'] }, false],
    [{ code: [{ 'equals-ignore-case': 'bbbb' }] }, true],
    [{ code: [{ 'anything-but': ['AAAA'] }] }, true],
    [{ code: [{ 'anything-but': 'BBBB' }] }, false],
    [{ missing: [{ 'anything-but': ['AAAA'] }] }, false],
    [{ count: [15] }, true],
    [{ count: ['15'] }, false],
    [{ count: [{ numeric: ['=', 15] }] }, true],
    [{ count: [{ numeric: ['>', 10, '<=', 15] }] }, true],
    [{ count: [{ numeric: ['>', 10, '<', 15] }] }, false],
    [{ code: [{ numeric: ['>', 10] }] }, false],
    [{ empty: [''] }, true],
    [{ nothing: [null] }, true],
    [{ missing: [null] }, false],
    [{ isUrgent: [true] }, true],
    [{ file: [{ prefix: 'us-' }] }, true],
    [{ file: [{ suffix: '.png' }] }, true],
    [{ count: [{ prefix: '1' }] }, false],
    [{ file: [{ exists: true }] }, true],
    [{ missing: [{ exists: false }] }, true],
    [{ missing: { deeper: [{ exists: false }] } }, true],
    [{ constructor: [{ exists: true }] }, false],
    [{ tags: ['b'] }, true],
    [{ tags: ['c'] }, false],
    [{ address: { city: ['Himeshima'] } }, true],
    [{ items: { id: [2] } }, true],
    [{ code: ['BBBB'], count: [16] }, false],
    [{ $or: [{ code: ['AAAA'] }, { count: [15] }] }, true],
    [{ $or: [{ code: ['AAAA'] }, { count: [16] }] }, false],
  ])('matches %j: %j', (body, expected) => expect(filterOf(body)(message)).toBe(expected));

  test('does not match JSON against rules for text, or text against rules for JSON', () => {
    expect(filterOf(['go', { prefix: 'stop' }])('stop now')).toBe(true);
    expect(filterOf(['go'])('wait')).toBe(false);
    expect(filterOf([{ prefix: '{' }])(message)).toBe(false);
    expect(filterOf({ code: ['BBBB'] })('BBBB')).toBe(false);
    expect(filterOf({ code: [{ exists: false }] })('text')).toBe(false);
  });

  test('a message matches if one of several patterns matches', () => {
    expect(filterOf({ code: ['AAAA'] }, { count: [15] })(message)).toBe(true);
    expect(filterOf({ code: ['AAAA'] }, { count: [16] })(message)).toBe(false);
    expect(filterOf()('anything')).toBe(true);
  });
});

describe('an invalid pattern', () => {
  const path = 'filter_criteria.filter.pattern';
  test.each([
    ['{', `${path}: must be a JSON object`],
    ['[]', `${path}: must be a JSON object`],
    ['{}', `${path}.body: must be a list of rules or an object with fields`],
    ['{"body":{}}', `${path}.body: must be a list of rules or an object with fields`],
    ['{"body":[]}', `${path}.body: must be a list of rules or an object with fields`],
    ['{"body":{"a":"b"}}', `${path}.body.a: must be a list of rules or an object with fields`],
    [
      '{"messageAttributes":{"a":["b"]}}',
      `${path}: only body can be filtered for an SQS queue, found messageAttributes`,
    ],
    ['{"body":{"a":[{"wildcard":"*"}]}}', `${path}.body.a: unsupported rule {"wildcard":"*"}`],
    ['{"body":{"a":[{"constructor":1}]}}', `${path}.body.a: unsupported rule {"constructor":1}`],
    ['{"body":{"a":[{"prefix":1}]}}', `${path}.body.a: unsupported rule {"prefix":1}`],
    ['{"body":{"a":[{"prefix":"b","suffix":"c"}]}}', `${path}.body.a: unsupported rule {"prefix":"b","suffix":"c"}`],
    ['{"body":{"a":[{"numeric":[">"]}]}}', `${path}.body.a: unsupported rule {"numeric":[">"]}`],
    ['{"body":{"a":[["b"]]}}', `${path}.body.a: unsupported rule ["b"]`],
    ['{"body":{"a":[{}]}}', `${path}.body.a: unsupported rule {}`],
    ['{"body":{"$or":[{"a":"b"}]}}', `${path}.body.$or.0.a: must be a list of rules or an object with fields`],
  ])('rejects the pattern %s with an error that contains the invalid path', (pattern, reason) =>
    expect(() => queueFilter([pattern])).toThrow(reason),
  );
});
