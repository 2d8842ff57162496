import { withGeneratedName } from './generated-name';
import { resourceTypes } from './service-table';

const generate = (type: string, at: string, attributes: Parameters<typeof withGeneratedName>[2]) =>
  withGeneratedName(resourceTypes.get(type)?.generatedName, at, attributes);

const address = 'module.app["eu"].aws_sqs_queue.My_Jobs[0]';

describe('withGeneratedName', () => {
  test.each([
    ['a default prefix', 'aws_iam_role', {}, { name: expect.stringMatching(/^terraform-my-jobs-[0-9a-f]{8}$/) }],
    [
      'the configured prefix',
      'aws_iam_role',
      { name_prefix: 'worker-' },
      { name: expect.stringMatching(/^worker-my-/) },
    ],
    ['a name for null', 'aws_sns_topic', { name: null }, { name: expect.stringMatching(/^terraform-my-jobs-/) }],
    ['the suffix of FIFO queues', 'aws_sqs_queue', { fifo_queue: true }, { name: expect.stringMatching(/\.fifo$/) }],
    ['the suffix of FIFO topics', 'aws_sns_topic', { fifo_topic: 'true' }, { name: expect.stringMatching(/\.fifo$/) }],
    ['a name for buckets', 'aws_s3_bucket', { bucket_prefix: 'b-' }, { bucket: expect.stringMatching(/^b-my-jobs-/) }],
    ['a statement ID', 'aws_lambda_permission', {}, { statement_id: expect.stringMatching(/^terraform-my-jobs-/) }],
    ['an alias', 'aws_kms_alias', {}, { name: expect.stringMatching(/^alias\/my-jobs-/) }],
  ])('generates %s', (_, type, attributes, expected) =>
    expect(generate(type, address, attributes)).toEqual({ ...attributes, ...expected }),
  );

  test('changes neither configured names nor resources whose names Terraform does not generate', () => {
    expect(generate('aws_iam_role', address, { name: 'worker' })).toEqual({ name: 'worker' });
    expect(generate('aws_iam_role', address, { name: ['worker'] })).toEqual({ name: ['worker'] });
    expect(generate('aws_dynamodb_table', address, {})).toEqual({});
  });

  test('generates the same name at every start, and a different name for every address', () => {
    const nameAt = (at: string) => generate('aws_sqs_queue', at, {})['name'];
    expect(nameAt(address)).toBe(nameAt(address));
    expect(nameAt('module.app["us"].aws_sqs_queue.My_Jobs[0]')).not.toBe(nameAt(address));
  });

  test('adds at most 26 characters, as Terraform does', () =>
    expect(generate('aws_iam_role', `aws_iam_role.${'long_'.repeat(20)}`, { name_prefix: '' })['name']).toHaveLength(
      'terraform-'.length + 26,
    ));
});
