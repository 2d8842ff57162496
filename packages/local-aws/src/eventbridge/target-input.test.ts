import type { BusEvent, EventRule } from './event-rule';
import { inputOf, isTemplate } from './target-input';

const event: BusEvent = {
  version: '0',
  id: '7bf73129',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '000000000000',
  time: '2015-11-11T21:29:54Z',
  region: 'us-east-1',
  resources: ['arn:one', 'arn:two'],
  detail: { 'instance-id': 'i-0123', state: 'RUNNING', count: 3, tags: [{ key: 'a' }, { key: 'b' }], of: { x: 'y' } },
};
const rule: EventRule = { name: 'example', arn: 'arn:rule', bus: 'default', state: 'ENABLED' };
const receivedAt = '2015-11-11T21:29:55.000Z';
const input = (more: object) => inputOf({ Id: 'a', Arn: 'b', ...more }, { event, rule, receivedAt });

test('a constant input replaces the event', () => expect(input({ Input: '{"a":1}' })).toBe('{"a":1}'));

test.each([
  ['$.detail.state', '"RUNNING"'],
  ['$.detail.of', '{"x":"y"}'],
  ['$.resources[1]', '"arn:two"'],
  ['$.detail.tags[*].key', '["a","b"]'],
  ['$.detail.instance-id', '"i-0123"'],
  ["$['detail']['count']", '3'],
  ['$', JSON.stringify(event)],
  ['$.detail.missing', 'null'],
  ['$.resources[9]', 'null'],
  ['$..state', 'null'],
  ['detail', 'null'],
])('an input path selects a part of the event: %s', (InputPath, expected) => {
  expect(input({ InputPath })).toBe(expected);
});

const InputPathsMap = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  count: '$.detail.count',
  tags: '$.detail.tags',
  missing: '$.detail.missing',
};

test.each([
  ['"instance <instance> is in <state>"', '"instance i-0123 is in RUNNING"'],
  ['"instance \\"<instance>\\" is <state>"', '"instance \\"i-0123\\" is RUNNING"'],
  ['{"instance": <instance>, "state": "<state>"}', '{"instance": "i-0123", "state": "RUNNING"}'],
  ['{"values": [9, <count>, <tags>, true]}', '{"values": [9, 3, [{"key":"a"},{"key":"b"}], true]}'],
  ['"tags: <tags>"', '"tags: [{key:a},{key:b}]"'],
  ['"missing: <missing><unknown>"', '"missing: "'],
  ['{"missing": <missing>}', '{"missing": ""}'],
  ['"<aws.events.rule-name> triggered"', '"example triggered"'],
  ['{"arn": <aws.events.rule-arn>}', '{"arn": "arn:rule"}'],
  ['{"at": <aws.events.event.ingestion-time>}', `{"at": "${receivedAt}"}`],
  ['{"event": <aws.events.event.json>}', `{"event": ${JSON.stringify(event)}}`],
])('a template is filled with parts of the event: %s', (InputTemplate, expected) => {
  expect(input({ InputTransformer: { InputPathsMap, InputTemplate } })).toBe(expected);
});

test('a template can contain the event without its detail', () => {
  const filled = input({ InputTransformer: { InputTemplate: '{"event": <aws.events.event>}' } });
  const { detail: _, ...others } = event;
  expect(JSON.parse(filled)).toEqual({ event: others });
});

test.each([
  ['"a <b>"', true],
  ['{"a": <b>}', true],
  ['<b>', true],
  ['"line <a>"\n"line <b>"\n', true],
  ['<a> is in state <b>', false],
  ['{"a": <b>', false],
  ['{"a": b}', false],
])('a template must be JSON, or lines of quoted strings: %s', (template, expected) => {
  expect(isTemplate(template)).toBe(expected);
});
