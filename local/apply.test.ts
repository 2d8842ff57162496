import { readStack } from '../lib/terraform';
import { refuseUnknownTypes, without } from './apply';

const stack = readStack({
  '//': { metadata: { stackName: 'dev', version: '0.21.0' } },
  data: { aws_caller_identity: { me: {} }, aws_ami: { image: {} } },
  resource: {
    aws_sqs_queue: { jobs: { name: 'jobs' }, others: { name: 'others' } },
    aws_mq_broker: { jobs: { broker_name: 'jobs' }, more: { broker_name: 'more' } },
  },
});

describe('a resource whose type the laptop does not know', () => {
  test('is refused by its address, with all others, and with the way to leave it out', () =>
    expect(() => refuseUnknownTypes(stack)).toThrow(
      'aws_mq_broker.jobs, aws_mq_broker.more, data.aws_ami.image cannot run locally. ' +
        'Known types: docs/local.md. To leave it out: --without aws_mq_broker.jobs',
    ));

  test('is no obstacle once it is left out', () => {
    const left = without(stack, ['aws_mq_broker.jobs', 'aws_mq_broker.more', 'data.aws_ami.image']);
    expect(() => refuseUnknownTypes(left)).not.toThrow();
    expect(left.resources.map(({ address }) => address)).toEqual(['aws_sqs_queue.jobs', 'aws_sqs_queue.others']);
    expect(left.dataSources.map(({ address }) => address)).toEqual(['data.aws_caller_identity.me']);
  });

  test('leaves the stack itself as it was', () => {
    without(stack, ['aws_mq_broker.jobs']);
    expect(stack.resources).toHaveLength(4);
  });
});

test('an address that the stack does not have cannot be left out', () =>
  expect(() => without(stack, ['aws_sqs_queue.jobs', 'aws_sqs_queue.jbos'])).toThrow(
    '--without aws_sqs_queue.jbos: the stack has no such resource',
  ));
