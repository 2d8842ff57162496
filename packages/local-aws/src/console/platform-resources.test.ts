import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ValueObject } from '@himeshima/terraform-json';
import type { CreatedBlock } from '../apply';
import { createPlatformResources } from './platform-resources';

const folder = mkdtempSync(join(tmpdir(), 'places-'));
afterAll(() => rmSync(folder, { recursive: true }));

function resource(type: string, name: string, attributes: ValueObject): CreatedBlock {
  const address = `${type}.${name}`;
  const block = {
    kind: 'resource',
    address,
    type,
    name,
    attributes,
    dependsOn: [],
    lifecycle: {},
    provider: undefined,
    constructPath: undefined,
  } as const;
  return { block, address, declared: attributes, attributes, notSimulated: [], ignored: [] };
}

function platformWith(...resources: readonly CreatedBlock[]) {
  const stack = new Map(resources.map((one) => [one.address, one]));
  const running = { blocks: new Map([['dev', stack]]), directories: [folder], revision: 0 };
  return { running, stack, ...createPlatformResources(running) };
}

const hidden = '(sensitive value)';

test.each([
  ['aws_api_gateway_api_key', { name: 'page', value: 'abc' }, { name: 'page', value: hidden }],
  ['aws_ssm_parameter', { type: 'String', value: 'abc' }, { type: 'String', value: hidden }],
  ['random_password', { length: 8, result: 'abc' }, { length: 8, result: hidden }],
  ['aws_sqs_queue', { value: 'abc', result: 'abc' }, { value: 'abc', result: 'abc' }],
  [
    'aws_lambda_function',
    { environment: [{ variables: { apiKey: 'a', authToken: 'b', DD_API_KEY: 'c', keyName: 'd' } }] },
    { environment: [{ variables: { apiKey: hidden, authToken: hidden, DD_API_KEY: hidden, keyName: 'd' } }] },
  ],
])('hides the secrets of %s', (type, attributes, shown) => {
  expect(platformWith(resource(type, 'one', attributes)).find(`${type}.one`)?.attributes).toEqual(shown);
});

describe('the policies of a resource', () => {
  const roleArn = 'arn:aws:iam::000000000000:role';
  const permissions = [
    resource('aws_iam_role_policy', 'send', { role: 'sender', name: 'send', policy: '{"Statement":[]}' }),
    resource('aws_iam_role_policy', 'other', { role: 'other', name: 'other', policy: '{}' }),
    resource('aws_iam_policy', 'read', { arn: 'arn:aws:iam::000000000000:policy/read', policy: '{"Version":"x"}' }),
    resource('aws_iam_role_policy_attachment', 'read', {
      role: 'reader',
      policy_arn: 'arn:aws:iam::000000000000:policy/read',
    }),
    resource('aws_iam_role_policy_attachment', 'logs', {
      role: 'reader',
      policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
    }),
  ];
  const policiesOf = (attributes: ValueObject) =>
    platformWith(...permissions).policiesOf(resource('aws_any', 'one', attributes));

  test('are those of the role, including managed policies', () => {
    expect(policiesOf({ role: `${roleArn}/service/reader` })).toEqual([
      { name: 'read', document: { Version: 'x' } },
      { name: 'AWSLambdaBasicExecutionRole', document: 'AWS-managed policy' },
    ]);
    expect(policiesOf({ role: 'sender' })).toEqual([{ name: 'send', document: { Statement: [] } }]);
  });

  test('include those of roles in nested blocks', () => {
    const sqs = [{ queue_url: 'x', role_arn: `${roleArn}/sender` }];
    expect(policiesOf({ sqs }).map(({ name }) => name)).toEqual(['send']);
    expect(policiesOf({ sqs, error_action: { role_arn: `${roleArn}/reader` } }).map(({ name }) => name)).toEqual([
      'send of sender',
      'read of reader',
      'AWSLambdaBasicExecutionRole of reader',
    ]);
  });
});

test('finds a renamed resource after an update, although the number of resources is the same', () => {
  const { running, stack, addressOf } = platformWith(resource('aws_sqs_queue', 'jobs', { name: 'jobs' }));
  expect(addressOf('aws_sqs_queue', 'jobs')).toBe('aws_sqs_queue.jobs');
  stack.set('aws_sqs_queue.jobs', resource('aws_sqs_queue', 'jobs', { name: 'tasks' }));
  running.revision += 1;
  expect(addressOf('aws_sqs_queue', 'tasks')).toBe('aws_sqs_queue.jobs');
  expect(addressOf('aws_sqs_queue', 'jobs')).toBeUndefined();
});

test('reads the source locations again after an update', () => {
  const { running, placeOf } = platformWith();
  const record = (line: number) =>
    writeFileSync(
      join(folder, 'places.json'),
      JSON.stringify({ 'aws_sqs_queue.jobs': { path: 'stacks/jobs.ts', line } }),
    );
  record(7);
  expect(placeOf('aws_sqs_queue.jobs')).toBe('stacks/jobs.ts:7');
  record(9);
  expect(placeOf('aws_sqs_queue.jobs')).toBe('stacks/jobs.ts:7');
  running.revision += 1;
  expect(placeOf('aws_sqs_queue.jobs')).toBe('stacks/jobs.ts:9');
  expect(placeOf('aws_sqs_queue.other')).toBeUndefined();
});

test.each(['{', '{"aws_sqs_queue.jobs": "stacks/jobs.ts:7"}'])('ignores the invalid source locations %s', (text) => {
  const { placeOf } = platformWith();
  writeFileSync(join(folder, 'places.json'), text);
  expect(placeOf('aws_sqs_queue.jobs')).toBeUndefined();
});
