import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rejectUnsupported } from './apply';
import { loadStacks } from './load-stack';
import { without } from './multi-stack';
import { withValues } from './value-overrides';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-plans-'));
afterAll(() => rmSync(folder, { recursive: true }));

const arn = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const queue = { address: 'aws_sqs_queue.jobs', mode: 'managed', type: 'aws_sqs_queue', name: 'jobs' };
const policy = { address: 'aws_sqs_queue_policy.jobs', mode: 'managed', type: 'aws_sqs_queue_policy', name: 'jobs' };
const document = {
  address: 'data.aws_iam_policy_document.jobs',
  mode: 'data',
  type: 'aws_iam_policy_document',
  name: 'jobs',
};
const read = (type: string, values: object) => ({ address: `data.${type}.x`, mode: 'data', type, name: 'x', values });
const region = (expression: object) => ({ aws: { name: 'aws', expressions: { region: expression } } });
const constant = { constant_value: 'eu-west-1' };

interface PlanParts {
  resources?: readonly object[];
  changes?: readonly object[];
  configured?: readonly object[];
  provider?: object;
  prior?: readonly object[];
  actions?: readonly string[];
}

/**
 * Writes the JSON of a plan that contains one queue and the given sections.
 * @returns the file's path
 */
function planWith({ resources = [], changes = [], configured = [], prior = [], ...given }: PlanParts): string {
  const { provider = region(constant), actions = ['create'] } = given;
  const file = join(mkdtempSync(join(folder, 'plan-')), 'plan.json');
  const name = { constant_value: arn };
  const plan = {
    format_version: '1.2',
    planned_values: { root_module: { resources: [{ ...queue, values: { name: arn } }, ...resources] } },
    prior_state: { values: { root_module: { resources: prior } } },
    resource_changes: [{ ...queue, change: { actions, after_unknown: { id: true } } }, ...changes],
    configuration: {
      provider_config: provider,
      root_module: { resources: [{ ...queue, expressions: { name } }, ...configured] },
    },
  };
  writeFileSync(file, JSON.stringify(plan));
  return file;
}

describe('loadStacks with a plan', () => {
  test.each([
    ['a constant in the provider', { provider: region(constant) }, 'eu-west-1'],
    [
      'a result that was read while planning',
      { provider: region({ references: ['local.x'] }), prior: [read('aws_region', { id: 'eu-north-1' })] },
      'eu-north-1',
    ],
    ['the default', { provider: {} }, 'us-east-1'],
  ])('reads the region from %s', (_, parts, expected) => expect(loadStacks(planWith(parts))[0]?.region).toBe(expected));

  test("replaces the plan's account with the local account", () => {
    const prior = [read('aws_caller_identity', { account_id: '123456789012' })];
    expect(loadStacks(planWith({ prior }))[0]?.stack.resources[0]?.attributes).toEqual({
      name: arn.replace('123456789012', '000000000000'),
    });
  });

  test.each([
    [
      { provider: region({ references: ['local.x'] }) },
      'plan.json: provider.aws.region: is not in the plan; set the region to a constant or a variable',
    ],
    [
      { actions: ['delete'] },
      'plan.json: aws_sqs_queue.jobs: expected a plan that creates every resource, found delete; plan with an empty state',
    ],
  ])('rejects %j with a one-line error that contains the file name', (parts, message) => {
    const file = planWith(parts);
    expect(() => loadStacks(file)).toThrow(message);
    expect(() => loadStacks(file)).toThrow(/^[^\n]*$/);
  });

  test('reads UTF-16, which PowerShell writes', () => {
    const file = planWith({});
    writeFileSync(file, `\ufeff${readFileSync(file, 'utf8')}`, 'utf16le');
    expect(loadStacks(file)[0]?.stack.resources).toHaveLength(1);
  });

  test('rejects invalid bytes instead of replacing them', () => {
    const file = planWith({});
    writeFileSync(file, '{"name":"Zürich"}', 'latin1');
    expect(() => loadStacks(file)).toThrow(
      `${file} is not valid JSON: invalid UTF-8: expected JSON in UTF-8 or UTF-16`,
    );
  });

  test('reports that JSON is required if the path is a binary plan', () => {
    const file = join(folder, 'plan.tfplan');
    writeFileSync(file, Buffer.from('504b0304', 'hex'));
    expect(() => loadStacks(file)).toThrow(
      `${file} is a binary plan; convert it with: terraform show -json ${file} > plan.json`,
    );
  });

  test.each([
    ['a state file', 'a state file', { version: 4, serial: 1, lineage: 'a', resources: [] }],
    ['the JSON of a state', 'the JSON of a state', { format_version: '1.0', values: { root_module: {} } }],
    ['an empty state', "Terraform's JSON without planned_values", { format_version: '1.0' }],
  ])('names %s and asks for a plan', (_what, named, json) => {
    const file = join(folder, 'state.json');
    writeFileSync(file, JSON.stringify(json));
    expect(() => loadStacks(file)).toThrow(
      `${file} is ${named}, not a plan; pass a plan's JSON: terraform show -json plan.tfplan > plan.json`,
    );
  });

  test("reports that a plan's JSON is required if the path is an HCL file or folder", () => {
    const directory = mkdtempSync(join(folder, 'hcl-'));
    const file = join(directory, 'main.tf');
    writeFileSync(file, 'resource "aws_sqs_queue" "jobs" {}');
    const message = `${file} is HCL; pass a plan's JSON: terraform show -json plan.tfplan > plan.json`;
    expect(() => loadStacks(directory)).toThrow(message);
    expect(() => loadStacks(file)).toThrow(message);
  });
});

describe('values that a plan does not contain', () => {
  const changes = [
    { ...document, change: { actions: ['read'], after_unknown: { id: true, json: true, policy_id: true } } },
    { ...policy, change: { actions: ['create'], after_unknown: { id: true, policy: true, queue_url: true } } },
  ];
  const resources = [
    { ...document, values: {} },
    { ...policy, values: {} },
  ];
  const references = (...all: readonly string[]) => ({ references: all });
  const configured = [
    { ...document, expressions: { policy_id: references('local.id') } },
    {
      ...policy,
      expressions: {
        policy: references('data.aws_iam_policy_document.jobs.json', 'data.aws_iam_policy_document.jobs'),
        queue_url: references('local.queue'),
      },
    },
  ];
  const stacks = () => loadStacks(planWith({ changes, resources, configured }));

  test('rejects unknown values with an error that lists their addresses and attributes, including attributes of data sources', () =>
    expect(() => rejectUnsupported(stacks())).toThrow(
      'aws_sqs_queue_policy.jobs (queue_url is known only after apply), ' +
        'data.aws_iam_policy_document.jobs (policy_id is known only after apply) cannot run locally. ' +
        'To exclude them: --without aws_sqs_queue_policy.jobs --without data.aws_iam_policy_document.jobs. ' +
        'To set values that are known only after apply: --value aws_sqs_queue_policy.jobs.queue_url=VALUE ' +
        '--value data.aws_iam_policy_document.jobs.policy_id=VALUE. ',
    ));

  test('--value sets a value that the plan does not contain', () => {
    const values = {
      'aws_sqs_queue_policy.jobs.queue_url': '${aws_sqs_queue.jobs.url}',
      'data.aws_iam_policy_document.jobs.policy_id': 'jobs',
    };
    const given = withValues(stacks(), values);
    expect(() => rejectUnsupported(given)).not.toThrow();
    expect(given[0]?.stack.resources[1]?.attributes).toMatchObject({ queue_url: '${aws_sqs_queue.jobs.url}' });
  });

  test('requires no values for an excluded resource, even if other resources depend on it', () => {
    const left = without(stacks(), [document.address, policy.address]);
    expect(() => rejectUnsupported(left)).not.toThrow();
  });
});

test('a data source that was read while planning can have an unsupported type', () => {
  const prior = [read('archive_file', { output_path: './worker.zip' })];
  const stacks = loadStacks(planWith({ prior }));
  expect(() => rejectUnsupported(stacks)).not.toThrow();
  expect(stacks[0]?.stack.dataSources[0]?.attributes).toEqual({ output_path: './worker.zip' });
});
