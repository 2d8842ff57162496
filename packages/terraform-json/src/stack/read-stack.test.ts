import { readStack } from './read-stack';

// This stack was synthesized by cdktf 0.21.
const synthesized = {
  '//': { metadata: { backend: 'local', stackName: 'himeshima-dev', version: '0.21.0' }, outputs: {} },
  data: {
    aws_caller_identity: { current: { '//': { metadata: { path: 'himeshima-dev/identity', uniqueId: 'identity' } } } },
  },
  locals: { prefix: 'himeshima-dev' },
  output: { queue: { sensitive: true, value: '${aws_sqs_queue.jobs.arn}' } },
  provider: { aws: [{ region: 'ap-northeast-1' }, { alias: 'virginia', region: 'us-east-1' }] },
  resource: {
    aws_sqs_queue: {
      jobs: {
        '//': { metadata: { path: 'himeshima-dev/power/jobs', uniqueId: 'jobs' } },
        depends_on: ['aws_kms_key.main'],
        lifecycle: { prevent_destroy: true },
        name: '${local.prefix}-jobs',
        provider: 'aws.virginia',
      },
    },
    aws_kms_key: { main: { description: 'the key' } },
  },
  terraform: {
    backend: { local: { path: 'terraform.tfstate' } },
    required_providers: { aws: { source: 'aws', version: '6.25.0' } },
    required_version: '>= 1.5',
  },
  variable: { csr: { default: 'none', description: 'of light-1', sensitive: true, type: 'string' }, count_of: {} },
};

describe('readStack', () => {
  test("separates a resource's attributes from its meta-arguments", () => {
    expect(readStack(synthesized).resources[0]).toEqual({
      kind: 'resource',
      address: 'aws_sqs_queue.jobs',
      type: 'aws_sqs_queue',
      name: 'jobs',
      attributes: { name: '${local.prefix}-jobs' },
      dependsOn: ['aws_kms_key.main'],
      lifecycle: { prevent_destroy: true },
      provider: 'aws.virginia',
      constructPath: 'himeshima-dev/power/jobs',
    });
  });

  test('reads data sources, variables, locals, outputs, providers and the terraform block', () => {
    const stack = readStack(synthesized);
    expect(stack.name).toBe('himeshima-dev');
    expect(stack.dataSources.map((block) => block.address)).toEqual(['data.aws_caller_identity.current']);
    expect(stack.variables).toEqual([
      { name: 'csr', default: 'none', type: 'string', sensitive: true, description: 'of light-1' },
      { name: 'count_of', default: undefined, type: undefined, sensitive: false, description: undefined },
    ]);
    expect(stack.locals).toEqual({ prefix: 'himeshima-dev' });
    expect(stack.outputs).toEqual([{ name: 'queue', value: '${aws_sqs_queue.jobs.arn}', sensitive: true }]);
    expect(stack.providers.map((provider) => provider.name)).toEqual(['aws', 'aws.virginia']);
    expect(stack.terraform).toEqual({
      requiredVersion: '>= 1.5',
      requiredProviders: { aws: { source: 'aws', version: '6.25.0' } },
      backend: { type: 'local', attributes: { path: 'terraform.tfstate' } },
    });
  });

  test('rejects an undeclared provider alias, but accepts an unconfigured provider without an alias', () => {
    const resource = (provider: string) => ({ resource: { aws_sqs_queue: { jobs: { name: 'jobs', provider } } } });
    expect(() => readStack(resource('aws.absent'))).toThrow('aws_sqs_queue.jobs.provider: aws.absent is not declared');
    expect(readStack(resource('aws')).resources[0]?.provider).toBe('aws');
  });

  test('lists the conditions that Terraform evaluates during plan and apply', () => {
    const condition = { condition: '${var.size > 0}', error_message: 'no size' };
    const stack = readStack({
      variable: { size: { validation: [condition] }, other: {} },
      resource: { aws_sqs_queue: { jobs: { name: 'jobs', lifecycle: { precondition: [condition] } } } },
      check: { health: { assert: [condition] } },
    });
    expect(stack.conditions).toEqual([
      'var.size.validation',
      'aws_sqs_queue.jobs.lifecycle.precondition',
      'check.health',
    ]);
    expect(readStack(synthesized).conditions).toEqual([]);
  });

  test('accepts an empty stack', () => {
    expect(readStack({})).toMatchObject({ resources: [], dataSources: [], variables: [], outputs: [], providers: [] });
  });

  test.each([
    [{ resource: { aws_x: { y: { count: 2 } } } }, 'aws_x.y: count is not supported; declare the resources one by one'],
    [
      { data: { aws_x: { y: { for_each: {} } } } },
      'data.aws_x.y: for_each is not supported; declare the resources one by one',
    ],
    [{ resource: { aws_x: { y: { provisioner: [] } } } }, 'aws_x.y: provisioners are not supported'],
    [
      { resource: { aws_x: { y: { dynamic: {} } } } },
      'aws_x.y: dynamic blocks are not supported; write the blocks out',
    ],
    [
      { resource: { aws_x: { y: { depends_on: 'z' } } } },
      'aws_x.y.depends_on: Invalid input: expected array, received string',
    ],
    [{ module: {} }, 'module: modules are not supported; declare the resources in the stack itself'],
    [{ resources: {} }, 'resources: Terraform has no such block'],
    [{ output: { a: {} } }, 'output.a.value: not JSON'],
    ['text', 'Invalid input: expected object, received string'],
  ])('rejects %j with an error that contains the path', (json, message) => {
    expect(() => readStack(json)).toThrow(message);
  });
});

describe('arrays of blocks', () => {
  const queue = { name: 'jobs' };

  test('reads arrays of blocks at every level, as in Terraform', () => {
    const stack = readStack({
      terraform: [{ required_version: '>= 1.5' }, { required_providers: { aws: '~> 6.0' } }],
      provider: [{ aws: { region: 'eu-west-1' } }, { aws: [{ alias: 'us', region: 'us-east-1' }] }],
      variable: [{ stage: [{ default: 'dev' }] }],
      locals: [{ names: ['a', 'b'] }, { tags: [{ a: 1 }, { a: 2 }] }],
      data: [{ aws_region: [{ here: {} }, { there: {} }] }],
      resource: [
        { aws_sqs_queue: [{ jobs: [queue] }, { mails: { name: 'mails' } }] },
        { aws_sqs_queue: { dead: { name: 'dead' } }, aws_sns_topic: {} },
      ],
    });
    expect(stack.resources.map(({ address }) => address)).toEqual([
      'aws_sqs_queue.jobs',
      'aws_sqs_queue.mails',
      'aws_sqs_queue.dead',
    ]);
    expect(stack.resources[0]?.attributes).toEqual(queue);
    expect(stack.dataSources).toHaveLength(2);
    expect(stack.providers.map(({ name }) => name)).toEqual(['aws', 'aws.us']);
    expect(stack.variables).toMatchObject([{ name: 'stage', default: 'dev' }]);
    expect(stack.locals).toEqual({ names: ['a', 'b'], tags: [{ a: 1 }, { a: 2 }] });
    expect(stack.terraform.requiredVersion).toBe('>= 1.5');
  });

  test('accepts an empty array of blocks', () =>
    expect(readStack({ resource: [], provider: [] }).resources).toEqual([]));

  test.each([
    [{ resource: [{ aws_sqs_queue: { jobs: queue } }, { aws_sqs_queue: { jobs: queue } }] }, 'aws_sqs_queue.jobs'],
    [{ resource: { aws_sqs_queue: { jobs: [queue, queue] } } }, 'aws_sqs_queue.jobs'],
  ])('rejects arrays of blocks that repeat a declaration: %j', (json, address) =>
    expect(() => readStack(json)).toThrow(`declares resource.${address} a second time`),
  );
});
