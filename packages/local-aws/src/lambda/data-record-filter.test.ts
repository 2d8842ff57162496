import { dataRecordFilter } from './data-record-filter';

const recordOf = (data: string) => ({
  kinesis: { partitionKey: 'light-1', sequenceNumber: '7', data: Buffer.from(data).toString('base64') },
});
const json = recordOf('{"power":true,"room":"hall"}');
const text = recordOf('power on');

test.each<[object[], boolean, boolean]>([
  [[], true, true],
  [[{ data: { power: [true] } }], true, false],
  [[{ data: { power: [false] } }], false, false],
  [[{ data: [{ prefix: 'power' }] }], false, true],
  [[{ partitionKey: [{ prefix: 'light-' }] }], true, true],
  [[{ partitionKey: ['light-1'], data: { room: ['attic'] } }], false, false],
  [[{ partitionKey: ['light-2'] }, { data: { room: ['hall'] } }], true, false],
])('the patterns %j select JSON: %j, and text: %j', (patterns, selectsJson, selectsText) => {
  const matches = dataRecordFilter(patterns.map((pattern) => JSON.stringify(pattern)));
  expect([matches(json), matches(text)]).toEqual([selectsJson, selectsText]);
});

test.each([
  ['{', 'filter_criteria.filter.pattern: must be a JSON object'],
  ['{"body":["x"]}', 'can be filtered for a Kinesis stream, found body'],
  ['{"data":"x"}', 'filter_criteria.filter.pattern.data: must be a list of rules or an object'],
  ['{"partitionKey":"x"}', 'filter_criteria.filter.pattern.partitionKey: must be a list of rules'],
])('rejects the pattern %s', (pattern, message) => {
  expect(() => dataRecordFilter([pattern])).toThrow(message);
});
