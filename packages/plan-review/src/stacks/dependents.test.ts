import { jsonOf, widgetOf } from '../note/json-output';
import { noteOf } from '../note/note';
import { terminalOf } from '../note/terminal';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { planOfStacks } from './plan-from-stacks';

interface StackParts {
  readonly id?: string;
  readonly name?: string;
  readonly shards?: number;
  readonly mapped?: object;
  readonly moved?: readonly object[];
}

/** Returns a stack with a stream, a writer, a reader with a policy, and a resource that refers to the reader. */
const stack = ({ id = 'records', name = 'telemetry', shards = 1, mapped = {}, moved = [] }: StackParts = {}) => ({
  json: {
    resource: {
      aws_kinesis_stream: { [id]: { name, shard_count: shards } },
      aws_lambda_event_source_mapping: {
        read: { event_source_arn: `\${aws_kinesis_stream.${id}.arn}`, function_name: 'writer', ...mapped },
      },
      aws_iam_role_policy: {
        // `$${` escapes a policy variable of AWS, which is not a Terraform expression
        reads: { role: 'writer', policy: `{"a": "\${aws_kinesis_stream.${id}.arn}", "b": "$\${iot:ClientId}"}` },
      },
      aws_iot_topic_rule: { telemetry: { name: 't', kinesis: [{ stream_name: `\${aws_kinesis_stream.${id}.name}` }] } },
      aws_ssm_parameter: {
        reader: { name: 'reader', value: '${aws_lambda_event_source_mapping.read.uuid}' },
        shards: { name: 'shards', value: `\${aws_kinesis_stream.${id}.shard_count}` },
        stranger: { name: 'stranger', value: '${aws_sqs_queue.other.arn}' },
      },
    },
    ...(moved.length > 0 && { moved }),
  },
  hashOf: () => undefined,
});
const reviewed = (after: StackParts, before: StackParts = {}) =>
  reviewOf(planOf(planOfStacks(stack(before), stack(after)), { stack: 'dev', basis: { base: 'abc' } }));
const dependentsOf = (after: StackParts, before: StackParts = {}) =>
  reviewed(after, before).dependents.map(({ address }) => address);

const ofTheArn = ['aws_lambda_event_source_mapping.read', 'aws_iam_role_policy.reads', 'aws_ssm_parameter.reader'];
const ofTheName = 'aws_iot_topic_rule.telemetry';

describe('references to a replaced resource', () => {
  const review = reviewed({ name: 'telemetry2' });
  const note = noteOf(review, { commit: undefined });

  test('reports indirect changes, even through other resources', () => {
    expect(review.dependents.map(({ address }) => address).sort()).toEqual([...ofTheArn, ofTheName].sort());
    expect(review.counts).toMatchObject({ update: 0, replace: 2 });
  });

  test('counts indirect changes separately, and lists them with the reason', () => {
    const counts = '0 to update, 2 to replace, 0 to delete; 3 more resources change indirectly';
    expect(note).toContain(`0 to create, ${counts}`);
    const section = note.slice(note.indexOf('**Indirect changes (through references)**'));
    expect(section).toContain(
      '- `aws_iot_topic_rule.telemetry` changes along with `aws_kinesis_stream.records` (referenced in `kinesis`)',
    );
    expect(section).toContain(
      '- `aws_lambda_event_source_mapping.read` is replaced along with `aws_kinesis_stream.records` (referenced in `event_source_arn`)',
    );
    const screen = terminalOf(review, { columns: 200, colour: false });
    expect(screen).toContain('2 to replace; 3 more resources change indirectly');
    expect(screen).toContain(
      'aws_iam_role_policy.reads changes along with aws_kinesis_stream.records (referenced in policy)',
    );
  });

  test('includes indirect changes in the JSON output and in the GitLab widget', () => {
    expect(JSON.parse(jsonOf([review])).reviews[0].dependents).toContainEqual({
      address: 'aws_lambda_event_source_mapping.read',
      attributes: ['event_source_arn'],
      refersTo: ['aws_kinesis_stream.records'],
      isReplaced: true,
    });
    expect(JSON.parse(widgetOf([review]))).toEqual({ create: 2, update: 3, delete: 2 });
  });

  test('reports a direct change if the declaration of the resource changes too', () => {
    const other = reviewed({ name: 'telemetry2', mapped: { batch_size: 10 } });
    expect(other.counts).toMatchObject({ update: 0, replace: 2 });
    expect(other.dependents).toHaveLength(3);
  });
});

describe('replacements through a reference', () => {
  const holding = (group: string) => ({
    json: {
      resource: {
        aws_iot_thing_group: { lights: { name: group } },
        aws_dynamodb_table: { items: { name: '${aws_iot_thing_group.lights.name}-items', hash_key: 'id' } },
        aws_iot_certificate: { one: { csr: '${aws_iot_thing_group.lights.arn}' } },
        aws_ssm_parameter: { table: { name: 'table', value: '${aws_dynamodb_table.items.arn}' } },
      },
    },
    hashOf: () => undefined,
  });
  const review = reviewOf(
    planOf(planOfStacks(holding('lights'), holding('lamps')), { stack: 'dev', basis: { base: 'abc' } }),
  );

  test('reports a replacement through a reference as a danger, and counts it as a replacement', () => {
    expect(review.dangers).toContainEqual(
      expect.objectContaining({ kind: 'data loss', address: 'aws_dynamodb_table.items' }),
    );
    expect(review.dangers).toContainEqual(expect.objectContaining({ address: 'aws_iot_certificate.one' }));
    expect(review.counts).toMatchObject({ update: 0, replace: 3 });
  });

  test('counts a replacement through a reference once, and further indirect changes separately', () => {
    expect(JSON.parse(widgetOf([review]))).toEqual({ create: 3, update: 1, delete: 3 });
    expect(noteOf(review, { commit: undefined })).toContain(
      '3 to replace, 0 to delete; 1 more resource changes indirectly',
    );
  });
});

describe('effects of a changed reference', () => {
  const referring = (type: string, attribute: string) => (name: string) => ({
    json: {
      resource: {
        aws_kinesis_stream: { r: { name } },
        [type]: { one: { [attribute]: '${aws_kinesis_stream.r.arn}' } },
      },
    },
    hashOf: () => undefined,
  });
  const reviewOfOne = (type: string, attribute: string) => {
    const [before, after] = ['x', 'y'].map(referring(type, attribute));
    return reviewOf(planOf(planOfStacks(before, after), { stack: 'dev', basis: { base: 'abc' } }));
  };
  const reported = (type: string, attribute: string) => noteOf(reviewOfOne(type, attribute), { commit: undefined });

  test('reports a replacement if the attribute forces one according to the provider documentation', () => {
    expect(reported('aws_cloudwatch_log_subscription_filter', 'destination_arn')).toContain(
      '- `aws_cloudwatch_log_subscription_filter.one` is replaced along with `aws_kinesis_stream.r`',
    );
    expect(reported('aws_cloudwatch_event_target', 'arn')).toContain(
      '`aws_cloudwatch_event_target.one` changes along with',
    );
    expect(reported('aws_cloudwatch_event_target', 'rule')).toContain(
      '`aws_cloudwatch_event_target.one` is replaced along with',
    );
  });

  test('reports a change or a replacement of an unknown resource type', () => {
    expect(reported('aws_pipes_pipe', 'source')).toContain('`aws_pipes_pipe.one` changes or is replaced along with');
    expect(reported('aws_pipes_pipe', 'source')).toContain('; 1 more resource changes indirectly, or is replaced');
    expect(JSON.parse(widgetOf([reviewOfOne('aws_pipes_pipe', 'source')]))).toEqual({
      create: 1,
      update: 1,
      delete: 1,
    });
  });
});

test('reports only the resources that refer to a changed attribute of an updated resource', () => {
  expect(dependentsOf({ shards: 2 })).toEqual(['aws_ssm_parameter.shards']);
  expect(noteOf(reviewed({ shards: 2 }), { commit: undefined })).toContain('; 1 more resource changes indirectly');
  expect(dependentsOf({})).toEqual([]);
});

describe('resources with a new Terraform id', () => {
  test('expects new computed attributes, but the same name', () => {
    expect(dependentsOf({ id: 'lines' }).sort()).toEqual([...ofTheArn].sort());
  });

  test('expects a new name if the name is derived from the id', () => {
    const before = { name: 'records' };
    expect(dependentsOf({ id: 'lines', name: 'lines' }, before).sort()).toEqual([...ofTheArn, ofTheName].sort());
  });

  test('expects unchanged attributes of a resource that is moved but not replaced', () => {
    const moved = [{ from: 'aws_kinesis_stream.records', to: 'aws_kinesis_stream.lines' }];
    expect(dependentsOf({ id: 'lines', moved })).toEqual([]);
    expect(dependentsOf({ id: 'lines', name: 'lines', moved }).sort()).toEqual([...ofTheArn, ofTheName].sort());
  });
});
