import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAcceptances } from '../acceptance/parse-acceptances';
import { noteOf } from '../note/note';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { created, deleted } from '../rules/dangers.fixture';
import { allowedBy, blockedIn, misspeltEnvironment, policyJsonSchema, readPolicy } from './review-policy';

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

test('names the stacks with blocked dangers', () =>
  expect(blockedIn(policy, [lossIn('shop', 'prod'), lossIn('network')])).toEqual([
    'shop: data loss',
    'network: data loss',
  ]));

test('uses the list of the environment instead of the default list', () =>
  expect(blockedIn(policy, [lossIn('shop', 'dev')])).toEqual([]));

test('blocks a plan that Terraform could not complete, whatever the list contains', () => {
  const [listed, other] = [lossIn('shop', 'dev'), lossIn('shop')].map((one) => ({ ...one, broken: 'an error' }));
  expect(blockedIn(policy, listed === undefined ? [] : [listed])).toEqual(['shop: cannot be applied']);
  expect(blockedIn(policy, other === undefined ? [] : [other])).toEqual(['shop: cannot be applied, data loss']);
});

test('blocks changes that no rule judges only if the policy lists them', () => {
  const review = reviewOf(planOf({ resource_changes: [created('okta_app.staff', {})] }, { stack: 'staff' }));
  expect(review.verdict).toBe('unjudged');
  expect(blockedIn(policyOf('block: [data loss, unjudged changes]'), [review])).toEqual(['staff: unjudged changes']);
  expect(blockedIn(policyOf('block: [data loss]'), [review])).toEqual([]);
});

test('has a JSON Schema that lists all kinds', () =>
  expect(policyJsonSchema()).toMatchObject({
    required: ['block'],
    properties: { block: { items: { enum: expect.arrayContaining(['data loss', 'unjudged changes']) } } },
  }));

describe('a policy with files for acceptances', () => {
  const withFiles = policyOf(`
block: [data loss]
accept: { data loss: [accepted/production.txt] }
environments:
  dev: { accept: { data loss: [accepted/production.txt, team.txt] } }
  audit: { accept: { data loss: [] } }
`);
  const acceptance = '# plan-review: accept data-loss until 2026-12-31 because the table is empty';
  const accepted = (file: string, environment: string) =>
    reviewOf(planOf({ resource_changes: [deleted('aws_dynamodb_table.jobs')] }, { stack: 'shop', environment }), {
      acceptedDangers: {
        acceptances: parseAcceptances(acceptance, file),
        today: '2026-11-29',
        isAllowed: allowedBy(withFiles, environment),
      },
    });

  test.each([
    ['accepted/production.txt', 'prod', 1],
    ['./accepted/production.txt', 'prod', 1],
    ['team.txt', 'prod', 0],
    ['team.txt', 'dev', 1],
    ['accepted/production.txt', 'audit', 0],
  ])('applies acceptances in %s to dangers in %s: %d', (file, environment, count) => {
    const review = accepted(file, environment);
    expect(review.accepted).toHaveLength(count);
    expect(blockedIn(withFiles, [review])).toEqual(count === 0 ? ['shop: data loss'] : []);
  });

  test('reports acceptances in other files', () =>
    expect(noteOf(accepted('team.txt', 'prod'), { commit: undefined })).toContain(
      'the acceptance of `data-loss` in `team.txt:1` does not apply: the policy does not allow it in this file',
    ));

  test('does not restrict kinds without files', () => {
    const [danger] = lossIn('shop').dangers;
    const [first] = parseAcceptances(acceptance, 'any.txt');
    expect(danger && first && allowedBy(policyOf('block: []'), 'prod')?.(first, danger)).toBe(true);
  });
});

test('accepts JSON', () => expect(policyOf('{"block":["outage"]}')).toEqual({ block: ['outage'] }));

test.each([
  [
    'block: [data-loss]',
    /^--policy .*plan-review\.yml: block\.0: unknown danger "data-loss"; did you mean data loss\?$/,
  ],
  ['block: [identity]', /: block\.0: unknown danger "identity"; use cannot be applied, data loss, [^\n]*$/],
  ['blocks: []', /^--policy \S+: unrecognized key: "blocks"; did you mean block\?$/],
  ['block: []\nwhatever: 1', /^--policy \S+: unrecognized key: "whatever"; expected, for example, block: [^\n]*$/],
  ['block: []\nenvironment: {}', /^--policy \S+: unrecognized key: "environment"; did you mean environments\?$/],
  ['block: []\naccept: { outages: [] }', /^--policy \S+: accept: [^\n]*outages[^\n]*$/],
  [
    'block: [',
    /^--policy \S+ is not valid YAML: flow [^\n]* at line 1, column \d+; expected, for example, block: \[data loss, exposure\]$/,
  ],
  ['block: &all [*all]', /^--policy \S+ is not valid YAML: [^\n]*; expected, for example, block: [^\n]*$/],
  ['block: *usual', /^--policy \S+ is not valid YAML: unresolved alias [^\n]*; expected, for example, block: [^\n]*$/],
  [
    'block: !kinds []',
    /^--policy \S+ is not valid YAML: unresolved tag: !kinds at line 1, column 8; expected, [^\n]*$/,
  ],
  ['', /^--policy \S+: invalid input: expected object, received null; expected, for example, block: /],
])('rejects %j', (text, message) => expect(() => policyOf(text)).toThrow(message));

test('rejects a file that does not exist', () =>
  expect(() => readPolicy(join(folder, 'none.yml'))).toThrow(/^--policy .*none\.yml cannot be read: [^\n]*$/));

test('masks a secret in the reason of an acceptance', () => {
  const [only] = parseAcceptances(
    '# plan-review: accept data-loss until 2099-01-01 because the key AKIAIOSFODNN7EXAMPLE is old',
    'any.txt',
  );
  expect(only?.because).toBe('the key «secret» is old');
});

test('warns that the name of an environment seems to be misspelt in the policy', () => {
  const policy = policyOf('block: []\nenvironments: { prodution: { block: [data loss] } }');
  expect(misspeltEnvironment(policy, ['production', 'production', 'dev', undefined])).toBe(
    'the policy applies its default rules to the environment "production"; did you mean prodution?',
  );
  expect(misspeltEnvironment(policy, ['prodution', 'dev'])).toBeUndefined();
  expect(misspeltEnvironment(policyOf('block: []'), ['production'])).toBeUndefined();
});
