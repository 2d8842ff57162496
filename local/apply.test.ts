import { readStack } from '../lib/terraform';
import { refuseUnknownTypes } from './apply';
import { without } from './side-by-side';

const theirs = {
  name: 'theirs',
  directory: '',
  region: 'eu-west-1',
  stack: readStack({
    data: { aws_caller_identity: { me: {} }, aws_ami: { image: {} } },
    resource: {
      aws_sqs_queue: { jobs: { name: 'jobs' }, others: { name: 'others' } },
      aws_mq_broker: { jobs: { broker_name: 'jobs' }, more: { broker_name: 'more' } },
    },
  }),
};
const others = {
  ...theirs,
  name: 'others',
  stack: readStack({ resource: { aws_mq_broker: { more: { broker_name: 'more' } } } }),
};

describe('a resource whose type the laptop does not know', () => {
  test('is refused by its address, with all others, and with the way to leave it out', () =>
    expect(() => refuseUnknownTypes([theirs])).toThrow(
      'aws_mq_broker.jobs, aws_mq_broker.more, data.aws_ami.image cannot run locally. ' +
        'To leave them out: --without aws_mq_broker.jobs --without aws_mq_broker.more --without data.aws_ami.image. ' +
        'Known types (docs/local.md): aws_api_gateway',
    ));

  test('is told with its stack where another has one of its name', () =>
    expect(() => refuseUnknownTypes([others, theirs])).toThrow(
      /^others\/aws_mq_broker.more, aws_mq_broker.jobs, theirs\/aws_mq_broker.more, .*--without others\/aws_mq_broker.more --without aws_mq_broker.jobs --without theirs\/aws_mq_broker.more /,
    ));

  test('is no obstacle once it is left out', () => {
    const left = without([theirs], ['aws_mq_broker.jobs', 'theirs/aws_mq_broker.more', 'data.aws_ami.image']);
    expect(() => refuseUnknownTypes(left)).not.toThrow();
    expect(left.flatMap(({ stack }) => stack.resources.map(({ address }) => address))).toEqual([
      'aws_sqs_queue.jobs',
      'aws_sqs_queue.others',
    ]);
  });
});
