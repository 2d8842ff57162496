import { recordFilter } from './record-filter';

const record = { eventName: 'INSERT', dynamodb: { Keys: { id: { S: 'a-1' } }, NewImage: { amount: { N: '5' } } } };

test.each<[object[], boolean]>([
  [[], true],
  [[{ eventName: ['INSERT'] }], true],
  [[{ eventName: ['REMOVE'] }], false],
  [[{ eventName: ['REMOVE'] }, { dynamodb: { Keys: { id: { S: [{ prefix: 'a-' }] } } } }], true],
  [[{ dynamodb: { NewImage: { amount: { N: ['5'] } } } }], true],
  [[{ dynamodb: { OldImage: { amount: { N: [{ exists: true }] } } } }], false],
])('a record passes if one of the patterns %j matches: %j', (patterns, expected) => {
  expect(recordFilter(patterns.map((pattern) => JSON.stringify(pattern)))(record)).toBe(expected);
});

test.each([
  ['{', 'filter_criteria.filter.pattern: the pattern must be valid JSON'],
  ['{"eventName":"INSERT"}', 'filter_criteria.filter.pattern: $.eventName: must be a list of rules or an object'],
  ['{"eventName":[{"wildcard":"I*"}]}', 'filter_criteria.filter.pattern: $.eventName: unsupported rule'],
])('rejects the pattern %s', (pattern, message) => {
  expect(() => recordFilter([pattern])).toThrow(message);
});
