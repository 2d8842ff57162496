import { readStack } from '@himeshima/terraform-json';
import { refuseUnserved } from './apply';
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
    expect(() => refuseUnserved([theirs])).toThrow(
      'aws_mq_broker.jobs, aws_mq_broker.more, data.aws_ami.image cannot run locally. ' +
        'To leave them out: --without aws_mq_broker.jobs --without aws_mq_broker.more --without data.aws_ami.image. ' +
        'docs/local.md lists what is supported',
    ));

  test('is told with its stack where another has one of its name', () =>
    expect(() => refuseUnserved([others, theirs])).toThrow(
      /^others\/aws_mq_broker.more, aws_mq_broker.jobs, theirs\/aws_mq_broker.more, .*--without others\/aws_mq_broker.more --without aws_mq_broker.jobs --without theirs\/aws_mq_broker.more /,
    ));

  test('is no obstacle once it is left out', () => {
    const left = without([theirs], ['aws_mq_broker.jobs', 'theirs/aws_mq_broker.more', 'data.aws_ami.image']);
    expect(() => refuseUnserved(left)).not.toThrow();
    expect(left.flatMap(({ stack }) => stack.resources.map(({ address }) => address))).toEqual([
      'aws_sqs_queue.jobs',
      'aws_sqs_queue.others',
    ]);
  });
});

describe('an IoT rule with an action that does not run locally', () => {
  const rule = (blocks: object) => ({
    name: 'archive',
    sql: "SELECT * FROM 'a'",
    sql_version: '2016-03-23',
    enabled: true,
    ...blocks,
  });
  const refusalOf = (blocks: object) => () =>
    refuseUnserved([{ ...theirs, stack: readStack({ resource: { aws_iot_topic_rule: { archive: rule(blocks) } } }) }]);
  const sqs = { role_arn: 'r', queue_url: 'q' };

  test.each([
    ['an action', { s3: [{ bucket_name: 'b' }], sqs: [sqs] }, 's3 action'],
    ['an action of a later provider', { location: { role_arn: 'r' } }, 'location action'],
    ['two actions', { dynamodb: [{}], cloudwatch_logs: [{}] }, 'dynamodb action, cloudwatch_logs action'],
    ['an error action', { sqs: [sqs], error_action: { s3: { bucket_name: 'b' } } }, 's3 as error action'],
  ])('is refused at start by its address: %s', (_, blocks, parts) =>
    expect(refusalOf(blocks)).toThrow(
      `aws_iot_topic_rule.archive (${parts}) cannot run locally. To leave it out: --without aws_iot_topic_rule.archive. `,
    ),
  );

  test.each([
    ['actions that run', { sqs: [sqs], error_action: [{ sqs }], tags: { a: 'b' } }],
    ['no actions of that kind', { s3: [], sqs: [sqs] }],
  ])('is not meant by a rule with %s', (_, blocks) => expect(refusalOf(blocks)).not.toThrow());
});

describe('a Lambda resource that does not run locally', () => {
  const code = { filename: 'report.zip' };
  const refusalOf = (type: string, attributes: object) => () =>
    refuseUnserved([{ ...theirs, stack: readStack({ resource: { [type]: { report: attributes } } }) }]);

  test.each([
    [{ ...code, runtime: 'python3.12' }, 'runtime python3.12'],
    [{ ...code, runtime: 'provided.al2023' }, 'runtime provided.al2023'],
    [{ package_type: 'Image', image_uri: 'a/b:c' }, 'package_type Image'],
    [{ image_uri: '${aws_ecr_repository.report.url}:latest' }, 'image_uri'],
    [{ ...code, runtime: 'nodejs22.x', layers: ['arn:of:layer'] }, 'layers'],
    [{ runtime: 'nodejs22.x' }, 'neither filename nor s3_bucket'],
    [{ ...code, runtime: 'python3.12', layers: ['arn:of:layer'] }, 'runtime python3.12, layers'],
  ])('is refused at start by its address: a function with %j', (attributes, parts) =>
    expect(refusalOf('aws_lambda_function', attributes)).toThrow(
      `aws_lambda_function.report (${parts}) cannot run locally. To leave it out: --without aws_lambda_function.report. `,
    ),
  );

  test.each([
    [{ ...code, runtime: 'nodejs22.x' }],
    [{ ...code, runtime: '${var.runtime}' }],
    [{ s3_bucket: 'code', s3_key: 'report.zip', runtime: 'nodejs22.x', layers: [] }],
  ])('is not a function with %j', (attributes) => expect(refusalOf('aws_lambda_function', attributes)).not.toThrow());

  test('is refused at start by its address: a layer', () =>
    expect(refusalOf('aws_lambda_layer_version', { compatible_runtimes: ['python3.12'] })).toThrow(
      'aws_lambda_layer_version.report cannot run locally. ',
    ));

  test.each([
    [
      { event_source_arn: '${aws_kinesis_stream.events.arn}', filter_criteria: { filter: [{ pattern: '{}' }] } },
      'filter_criteria of a stream',
    ],
    [{ provisioned_poller_config: [{ minimum_pollers: 2 }] }, 'provisioned_poller_config'],
  ])('is refused at start by its address: a mapping with %j', (attributes, parts) =>
    expect(refusalOf('aws_lambda_event_source_mapping', attributes)).toThrow(
      `aws_lambda_event_source_mapping.report (${parts}) cannot run locally. `,
    ),
  );

  test.each([
    [{ event_source_arn: '${aws_kinesis_stream.events.arn}', filter_criteria: [] }],
    [{ event_source_arn: '${aws_sqs_queue.jobs.arn}', filter_criteria: { filter: [{ pattern: '{}' }] } }],
  ])('is not a mapping with %j', (attributes) =>
    expect(refusalOf('aws_lambda_event_source_mapping', attributes)).not.toThrow(),
  );
});
