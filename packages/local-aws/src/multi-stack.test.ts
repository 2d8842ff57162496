import { readStack } from '@himeshima/terraform-json';
import { rejectUnsupported } from './apply';
import { addressFormatter, regionOf, without } from './multi-stack';

const withQueues = (name: string, ...queues: readonly string[]) => ({
  name,
  directory: '',
  region: 'eu-west-1',
  stack: readStack({
    data: { aws_caller_identity: { me: {} } },
    resource: { aws_sqs_queue: Object.fromEntries(queues.map((queue) => [queue, { name: queue }])) },
  }),
});
const first = withQueues('first', 'jobs', 'failed');
const second = withQueues('second', 'jobs');

const left = (addresses: readonly string[]) =>
  without([first, second], addresses).map(({ stack }) => stack.resources.map(({ name }) => name));

test('qualifies an address with its stack only if another stack has the same address', () => {
  const emitted = addressFormatter([first, second]);
  expect(emitted(second, 'aws_sqs_queue.jobs')).toBe('second/aws_sqs_queue.jobs');
  expect(emitted(first, 'aws_sqs_queue.failed')).toBe('aws_sqs_queue.failed');
});

describe('without', () => {
  test('removes a resource only from the stack that the option names', () => {
    expect(left(['second/aws_sqs_queue.jobs', 'aws_sqs_queue.failed'])).toEqual([['jobs'], []]);
    expect(left(['first/aws_sqs_queue.failed'])).toEqual([['jobs'], ['jobs']]);
  });

  test('without() does not modify its input', () => {
    left(['aws_sqs_queue.failed']);
    expect(first.stack.resources).toHaveLength(2);
  });

  test('rejects unknown and ambiguous addresses', () => {
    expect(() => left(['aws_sqs_queue.jbos'])).toThrow(
      '--without aws_sqs_queue.jbos: no such resource or data source is declared',
    );
    expect(() => left(['aws_sqs_queue.jobs'])).toThrow(
      '--without aws_sqs_queue.jobs: several stacks declare this address; write first/aws_sqs_queue.jobs or second/aws_sqs_queue.jobs',
    );
  });
});

describe('resources that refer to an excluded resource', () => {
  const theirs = {
    ...first,
    stack: readStack({
      data: { aws_ami: { image: {} }, aws_region: { here: {} } },
      locals: { image: '${data.aws_ami.image.id}' },
      resource: {
        aws_sqs_queue: {
          image: { name: '${local.image}' },
          next: { name: '${aws_sqs_queue.image.name}-next' },
          later: { name: 'later', depends_on: ['${data.aws_ami.image}'] },
        },
      },
    }),
  };

  test('rejects an exclusion unless all resources that refer to the excluded resource are also excluded', () => {
    expect(() => without([theirs], ['data.aws_ami.image'])).toThrow(
      '--without data.aws_ami.image: aws_sqs_queue.image, aws_sqs_queue.next refer to resources that are left out; ' +
        'add --without aws_sqs_queue.image --without aws_sqs_queue.next',
    );
    const [rest] = without([theirs], ['data.aws_ami.image', 'aws_sqs_queue.image', 'aws_sqs_queue.next']);
    expect(rest?.stack.resources).toEqual([expect.objectContaining({ name: 'later', dependsOn: [] })]);
  });

  test('lists dependent resources next to the resource that cannot run locally', () =>
    expect(() => rejectUnsupported([theirs])).toThrow(
      'data.aws_ami.image cannot run locally. To exclude it and everything that refers to it: ' +
        '--without data.aws_ami.image --without aws_sqs_queue.image --without aws_sqs_queue.next. ',
    ));
});

test('rejects stacks in two regions', () => {
  expect(regionOf([first, second])).toBe('eu-west-1');
  expect(() => regionOf([first, { ...second, region: 'us-east-1' }])).toThrow(
    'first is in eu-west-1 and second in us-east-1: start each stack separately',
  );
});
