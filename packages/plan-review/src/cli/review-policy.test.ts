import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { deleted } from '../rules/dangers.fixture';
import { blockedIn, readPolicy } from './review-policy';

const folder = mkdtempSync(join(tmpdir(), 'policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

const policyOf = (text: string) => {
  const file = join(folder, 'plan-review.yml');
  writeFileSync(file, text);
  return readPolicy(file);
};
const lossIn = (stack: string, environment?: string) =>
  reviewOf(planOf({ resource_changes: [deleted('aws_dynamodb_table.jobs')] }, { stack, environment }));

const policy = policyOf(`
block: [exposure, data loss]
environments:
  dev: { block: [cannot be applied] }
`);

test('names the stacks whose dangers it blocks', () =>
  expect(blockedIn(policy, [lossIn('shop', 'prod'), lossIn('network')])).toEqual([
    'shop: data loss',
    'network: data loss',
  ]));

test('uses the list of the environment instead of the default list', () =>
  expect(blockedIn(policy, [lossIn('shop', 'dev')])).toEqual([]));

test('blocks a plan that cannot be applied if the list contains "cannot be applied"', () => {
  const broken = { ...lossIn('shop', 'dev'), broken: 'an error' };
  expect(blockedIn(policy, [broken])).toEqual(['shop: cannot be applied']);
});

test('accepts JSON', () => expect(policyOf('{"block":["outage"]}')).toEqual({ block: ['outage'] }));

test.each([
  [
    'block: [data-loss]',
    /^--policy .*plan-review\.yml: block\.0: unknown danger "data-loss"; use cannot be applied, data loss, [^\n]*$/,
  ],
  ['blocks: []', /^--policy \S+: block: [^\n]*$/],
  ['block: []\nenvironment: {}', /^--policy \S+: Unrecognized key: "environment"$/],
  ['block: [', /^--policy \S+: [^\n]* at line 1, column \d+:?$/],
  ['', /^--policy \S+: Invalid input: expected object, received null$/],
])('rejects %j', (text, message) => expect(() => policyOf(text)).toThrow(message));

test('rejects a file that does not exist', () =>
  expect(() => readPolicy(join(folder, 'none.yml'))).toThrow(/^--policy .*none\.yml cannot be read: [^\n]*$/));
