import { readStack } from '@himeshima/terraform-json';
import { withValues } from './value-overrides';

const stackNamed = (name: string) => ({
  name,
  directory: '',
  region: 'eu-west-1',
  stack: readStack({
    resource: {
      aws_sqs_queue: { jobs: { name: 'jobs' } },
      aws_iot_topic_rule: { jobs: { sqs: [{ role_arn: 'r' }, { role_arn: 's' }] } },
    },
  }),
});
const theirs = stackNamed('theirs');
const attributesWith = (values: Parameters<typeof withValues>[1]) =>
  withValues([theirs], values)[0]?.stack.resources.map(({ attributes }) => attributes);

describe('values passed with --value', () => {
  test('--value replaces attributes, including attributes of blocks selected by index', () =>
    expect(attributesWith({ 'aws_sqs_queue.jobs.delay': 5, 'aws_iot_topic_rule.jobs.sqs.1.queue_url': 'url' })).toEqual(
      [{ name: 'jobs', delay: 5 }, { sqs: [{ role_arn: 'r' }, { role_arn: 's', queue_url: 'url' }] }],
    ));

  test('--value sets attributes that a plan lacks, or that are read as plain references', () => {
    const planned = { unknown: ['name', 'delay'], assumed: ['name', 'policy'] };
    const [first] = theirs.stack.resources;
    if (first === undefined) throw new Error('the stack has no resource');
    const resources = [{ ...first, planned: { ...planned, missing: [], isRead: false, provisioners: 0, secrets: [] } }];
    const [given] = withValues([{ ...theirs, stack: { ...theirs.stack, resources } }], {
      [`${first.address}.name`]: 'other',
    });
    expect(given?.stack.resources[0]?.planned).toMatchObject({ unknown: ['delay'], assumed: ['policy'] });
  });

  test("--value requires the stack's name if several stacks declare the resource", () => {
    const stacks = [theirs, stackNamed('others')];
    const given = withValues(stacks, { 'others/aws_sqs_queue.jobs.name': 'other' });
    expect(given.map(({ stack }) => stack.resources[0]?.attributes['name'])).toEqual(['jobs', 'other']);
    expect(() => withValues(stacks, { 'aws_sqs_queue.jobs.name': 'other' })).toThrow(
      '--value aws_sqs_queue.jobs.name: several stacks declare this address; write STACK/aws_sqs_queue.jobs.name',
    );
  });

  test.each([
    ['aws_sqs_queue.jbos.name', 'no such resource or data source is declared; expected ADDRESS.ATTRIBUTE=VALUE'],
    ['aws_sqs_queue.jobs', 'no such resource or data source is declared; expected ADDRESS.ATTRIBUTE=VALUE'],
    ['aws_iot_topic_rule.jobs.sqs.2.queue_url', 'aws_iot_topic_rule.jobs has no such block'],
    ['aws_iot_topic_rule.jobs.sns.topic_arn', 'aws_iot_topic_rule.jobs has no such block'],
  ])('rejects --value for %s', (target, message) =>
    expect(() => withValues([theirs], { [target]: 'x' })).toThrow(`--value ${target}: ${message}`),
  );
});
