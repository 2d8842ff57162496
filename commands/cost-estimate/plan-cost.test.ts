import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Costs, planOf, planOfStacks } from '@himeshima/plan-review';
import { dev } from '../../config/dev';
import { names } from '../../config/names';
import { costsOf } from './plan-cost';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'himeshima-plan-cost-'));
});
afterEach(() => rmSync(root, { recursive: true }));

type Resources = Readonly<Record<string, Readonly<Record<string, object>>>>;

const stream = (shard_count: number) => ({ name: 'telemetry', shard_count, retention_period: 24 });
const rule = (to: string) => ({
  name: 'telemetry',
  sql: "SELECT * FROM 'Sensor/+/+'",
  sql_version: '2016-03-23',
  enabled: true,
  kinesis: [{ role_arn: 'arn:aws:iam::111122223333:role/x', stream_name: to, partition_key: '${topic()}' }],
});
const small: Resources = { aws_kinesis_stream: { telemetry: stream(1) } };

/** Writes the changed stacks next to the plan. */
function writeStacks(resource: Resources): string {
  for (const [stack, its] of [
    [dev.stack, resource],
    [names.foundation(dev), {}],
  ] as const) {
    mkdirSync(join(root, 'stacks', stack), { recursive: true });
    writeFileSync(join(root, 'stacks', stack, 'cdk.tf.json'), JSON.stringify({ resource: its }));
  }
  return join(root, 'stacks', dev.stack, 'plan.json');
}

const stackOf = (resource: Resources) => ({ json: { resource }, hashOf: () => undefined });
const change = (before: Resources, after: Resources) =>
  planOf(planOfStacks(stackOf(before), stackOf(after)), { stack: dev.stack, basis: { base: 'abc' } });
const costs = (before: Resources, after: Resources) =>
  requireEstimate(costsOf({ file: writeStacks(after), plan: change(before, after) }));

function requireEstimate(costs: ReturnType<typeof costsOf>): Costs {
  if (costs === undefined || 'notEstimated' in costs) throw new Error(`no estimate: ${costs?.notEstimated}`);
  return costs;
}

test("for the budget's fleet, an additional shard adds the monthly price of one shard", () => {
  const estimate = costs(small, { aws_kinesis_stream: { telemetry: stream(2) } });
  // 730 hours at the price in Tokyo
  expect(estimate.monthly).toBeCloseTo(730 * 0.0195, 1);
  expect(estimate).toMatchObject({ fleet: `${dev.budget.devices} devices at 1/min`, unknown: 0 });
  expect(estimate.prices).toMatch(/^ap-northeast-1, \d{4}-\d\d-\d\d$/);
});

test('deleting a resource saves as much as creating the resource costs', () => {
  const both: Resources = { ...small, aws_kms_key: { key: { description: 'k' } } };
  const more = costs(small, both).monthly ?? 0;
  expect(more).toBeGreaterThan(0.5);
  expect(costs(both, small).monthly).toBeCloseTo(-more, 6);
});

test('renaming a resource does not change the cost', () => {
  expect(costs(small, { aws_kinesis_stream: { telemetry: { ...stream(1), name: 'other' } } }).monthly).toBeCloseTo(
    0,
    2,
  );
});

test('changing a construct id does not change the cost, even if other resources refer to the construct', () => {
  const of = (id: string): Resources => ({
    aws_kinesis_stream: { [id]: stream(1) },
    aws_iot_topic_rule: { telemetry: rule(`\${aws_kinesis_stream.${id}.name}`) },
  });
  expect(costs(of('telemetry_stream'), of('measurements_stream'))).toMatchObject({ monthly: 0, unknown: 0 });
  // an additional shard changes the cost by exactly the price of one shard
  const larger = { ...of('measurements_stream'), aws_kinesis_stream: { measurements_stream: stream(2) } };
  expect(costs(of('telemetry_stream'), larger).monthly).toBeCloseTo(730 * 0.0195, 1);
});

test('a plan that deletes a rule and a stream saves their cost, even if the plan contains ARNs instead of references', () => {
  const arn = 'arn:aws:sqs:ap-northeast-1:111122223333:telemetry';
  const deletionOf = (type: string, before: object) => ({
    address: `${type}.telemetry`,
    mode: 'managed',
    type,
    name: 'telemetry',
    change: {
      actions: ['delete'],
      before,
      after: null,
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: false,
    },
  });
  const resource_changes = [
    deletionOf('aws_kinesis_stream', { ...stream(1), arn }),
    deletionOf('aws_iot_topic_rule', rule('telemetry')),
  ];
  const plan = planOf({ format_version: '1.2', resource_changes }, { stack: dev.stack, basis: { hash: 'abc' } });
  const estimate = requireEstimate(costsOf({ file: writeStacks({}), plan }));
  // the plan saves the costs of the stream, of the triggered rule and of the rule's action
  expect(estimate.monthly).toBeLessThan(-730 * 0.0195);
});

test.each([
  ['a stack from another project', { stack: 'theirs' }],
  ['a plan that cannot be applied', { broken: 'it was interrupted' }],
])('returns undefined for %s', (_, other) => {
  const after = { aws_kinesis_stream: { telemetry: stream(2) } };
  expect(costsOf({ file: writeStacks(after), plan: { ...change(small, after), ...other } })).toBeUndefined();
});

test('reports the reason if a stack is missing or the SQL of a deployed rule is unreadable', () => {
  const plan = change(small, { aws_kinesis_stream: { telemetry: stream(2) } });
  expect(costsOf({ file: join(root, 'plan.json'), plan })).toMatchObject({
    notEstimated: expect.stringMatching(/^a stack is missing: expected \.\.\/<stack>\/cdk\.tf\.json/),
  });
  const odd: Resources = { ...small, aws_iot_topic_rule: { odd: { ...rule('x'), sql: 'SELEKT *' } } };
  expect(costsOf({ file: writeStacks(small), plan: change(odd, small) })).toEqual({
    notEstimated: 'the SQL of a deployed rule cannot be read',
  });
});
