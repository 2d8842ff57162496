import { readStack } from '@himeshima/terraform-json';
import { rejectUnsupported } from './apply';
import { without } from './multi-stack';

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

describe('a resource of an unsupported type', () => {
  test('reports all unsupported addresses in one error, with the options that leave them out', () =>
    expect(() => rejectUnsupported([theirs])).toThrow(
      'aws_mq_broker.jobs, aws_mq_broker.more, data.aws_ami.image cannot run locally. ' +
        'To exclude them: --without aws_mq_broker.jobs --without aws_mq_broker.more --without data.aws_ami.image. ' +
        'docs/local.md lists what is supported',
    ));

  test("lists a resource with its stack's name if another stack contains the same address", () =>
    expect(() => rejectUnsupported([others, theirs])).toThrow(
      /^others\/aws_mq_broker.more, aws_mq_broker.jobs, theirs\/aws_mq_broker.more, .*--without others\/aws_mq_broker.more --without aws_mq_broker.jobs --without theirs\/aws_mq_broker.more /,
    ));

  test('accepts an unsupported resource if an option leaves it out', () => {
    const left = without([theirs], ['aws_mq_broker.jobs', 'theirs/aws_mq_broker.more', 'data.aws_ami.image']);
    expect(() => rejectUnsupported(left)).not.toThrow();
    expect(left.flatMap(({ stack }) => stack.resources.map(({ address }) => address))).toEqual([
      'aws_sqs_queue.jobs',
      'aws_sqs_queue.others',
    ]);
  });
});

describe('an IoT rule with an unsupported action', () => {
  const rule = (blocks: object) => ({
    name: 'archive',
    sql: "SELECT * FROM 'a'",
    sql_version: '2016-03-23',
    enabled: true,
    ...blocks,
  });
  const refusalOf = (blocks: object) => () =>
    rejectUnsupported([
      { ...theirs, stack: readStack({ resource: { aws_iot_topic_rule: { archive: rule(blocks) } } }) },
    ]);
  const sqs = { role_arn: 'r', queue_url: 'q' };

  test.each([
    ['an unsupported action', { timestream: [{ table_name: 't' }], sqs: [sqs] }, 'timestream action'],
    ['an action of a newer provider', { location: { role_arn: 'r' } }, 'location action'],
    ['two unsupported actions', { kafka: [{}], iot_events: [{}] }, 'kafka action, iot_events action'],
    ['an unsupported error action', { sqs: [sqs], error_action: { kafka: {} } }, 'kafka as an error action'],
  ])('at startup, rejects a rule with %s, and the error contains the address of the rule', (_, blocks, parts) =>
    expect(refusalOf(blocks)).toThrow(
      `aws_iot_topic_rule.archive (${parts}) cannot run locally. To exclude it: --without aws_iot_topic_rule.archive. `,
    ),
  );

  test.each([
    ['actions that run', { sqs: [sqs], error_action: [{ sqs }], tags: { a: 'b' } }],
    ['no actions of the unsupported type', { kafka: [], sqs: [sqs] }],
  ])('accepts a rule with %s', (_, blocks) => expect(refusalOf(blocks)).not.toThrow());
});

describe('an unsupported Lambda resource', () => {
  const code = { filename: 'report.zip' };
  const refusalOf = (type: string, attributes: object) => () =>
    rejectUnsupported([{ ...theirs, stack: readStack({ resource: { [type]: { report: attributes } } }) }]);

  test.each([
    [{ ...code, runtime: 'python3.12' }, 'runtime python3.12'],
    [{ ...code, runtime: 'provided.al2023' }, 'runtime provided.al2023'],
    [{ package_type: 'Image', image_uri: 'a/b:c' }, 'package_type Image'],
    [{ image_uri: '${aws_ecr_repository.report.url}:latest' }, 'image_uri'],
    [{ ...code, runtime: 'nodejs22.x', layers: ['arn:of:layer'] }, 'layers'],
    [{ runtime: 'nodejs22.x' }, 'neither filename nor s3_bucket'],
    [{ ...code, runtime: 'python3.12', layers: ['arn:of:layer'] }, 'runtime python3.12, layers'],
  ])('at startup, rejects a function with %j', (attributes, parts) =>
    expect(refusalOf('aws_lambda_function', attributes)).toThrow(
      `aws_lambda_function.report (${parts}) cannot run locally. To exclude it: --without aws_lambda_function.report. `,
    ),
  );

  test.each([
    [{ ...code, runtime: 'nodejs22.x' }],
    [{ ...code, runtime: '${var.runtime}' }],
    [{ s3_bucket: 'code', s3_key: 'report.zip', runtime: 'nodejs22.x', layers: [] }],
  ])('accepts a function with %j', (attributes) => expect(refusalOf('aws_lambda_function', attributes)).not.toThrow());

  test('at startup, rejects a layer', () =>
    expect(refusalOf('aws_lambda_layer_version', { compatible_runtimes: ['python3.12'] })).toThrow(
      'aws_lambda_layer_version.report cannot run locally. ',
    ));

  test('at startup, rejects an event source mapping with provisioned pollers', () =>
    expect(
      refusalOf('aws_lambda_event_source_mapping', { provisioned_poller_config: [{ minimum_pollers: 2 }] }),
    ).toThrow('aws_lambda_event_source_mapping.report (provisioned_poller_config) cannot run locally. '));

  test.each([
    [{ event_source_arn: '${aws_kinesis_stream.events.arn}', filter_criteria: { filter: [{ pattern: '{}' }] } }],
    [{ event_source_arn: '${aws_sqs_queue.jobs.arn}', filter_criteria: { filter: [{ pattern: '{}' }] } }],
  ])('accepts an event source mapping with %j', (attributes) =>
    expect(refusalOf('aws_lambda_event_source_mapping', attributes)).not.toThrow(),
  );
});
