import { noteOf } from '../note/note';
import { terminalOf } from '../note/terminal';
import { openingIn } from '../opening.fixture';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { planOfStacks } from './plan-from-stacks';

/** Returns a stack that contains a stream with the given id and name, and a reader. */
const stack = (id: string, name: string, more: object = {}) => ({
  json: {
    resource: {
      aws_kinesis_stream: { [id]: { name, shard_count: 1, encryption_type: 'KMS' } },
      aws_lambda_event_source_mapping: {
        records: { event_source_arn: `\${aws_kinesis_stream.${id}.arn}`, function_name: 'writer' },
      },
      aws_iam_role_policy: {
        reads: {
          role: 'writer',
          policy: JSON.stringify({
            Statement: [
              {
                Effect: 'Allow',
                Action: ['kinesis:GetRecords', 'kinesis:ListShards'],
                Resource: `\${aws_kinesis_stream.${id}.arn}`,
              },
            ],
          }),
        },
      },
    },
    ...more,
  },
  hashOf: () => undefined,
});
type Stack = ReturnType<typeof stack>;
const reviewed = (before: Stack, after: Stack) =>
  reviewOf(planOf(planOfStacks(before, after), { stack: 'dev', basis: { base: 'abc' } }));
const note = (before: Stack, after: Stack) => noteOf(reviewed(before, after), { commit: undefined });
const old = stack('readings', 'telemetry');

describe('renamed resources', () => {
  test('reports a deletion, a creation, the lost data, and the resource that is replaced because of the new ARN', () => {
    expect(openingIn(reviewed(old, stack('measurements', 'telemetry')))).toMatch(
      /^### 🔴 Data loss: `aws_kinesis_stream\.readings` is deleted; .* Also creates the stream `measurements`\.$/,
    );
    expect(reviewed(old, stack('measurements', 'telemetry'))).toMatchObject({
      dangers: [{ kind: 'data loss' }, { kind: 'outage', address: 'aws_lambda_event_source_mapping.records' }],
      counts: { create: 1, delete: 1, update: 0, replace: 1 },
    });
  });

  test('shows a syntactically valid moved block with one argument per line', () => {
    const block = 'moved {\n    from = aws_kinesis_stream.readings\n    to   = aws_kinesis_stream.measurements\n  }';
    expect(note(old, stack('measurements', 'telemetry'))).toContain(`\n  \`\`\`hcl\n  ${block}\n  \`\`\`\n`);
    const screen = { columns: 40, colour: false };
    expect(terminalOf(reviewed(old, stack('measurements', 'telemetry')), screen)).toMatch(
      /^ +moved \{\n +from = aws_kinesis_stream\.readings\n +to {3}= aws_kinesis_stream\.measurements\n +\}$/m,
    );
  });

  test('shows the attributes that must not change to avoid a replacement', () => {
    const [from, to] = [stack('readings', 'readings'), stack('my_data', 'my-data')];
    expect(reviewed(from, to).renames).toEqual([
      expect.objectContaining({ confidence: 1, keep: [{ name: 'name', value: '"readings"' }] }),
    ]);
    expect(note(from, to)).toMatch(
      /\(identical apart from `name`\)\. If this is a rename, add this moved block and keep `name = "readings"` \(any other value replaces the resource\); otherwise the data is lost\./,
    );
    expect(note(old, stack('measurements', 'telemetry'))).toContain(
      'If this is a rename, add this moved block; otherwise the data is lost.',
    );
  });
});

describe('moved resources', () => {
  const moved = { moved: [{ from: 'aws_kinesis_stream.readings', to: 'aws_kinesis_stream.measurements' }] };

  test('reports no change of resources that refer to a moved resource', () => {
    const review = reviewed(old, stack('measurements', 'telemetry', moved));
    expect(noteOf(review, { commit: undefined })).toMatch(/^### 🟢 Moves the stream `readings` to `measurements`\.$/m);
    expect(review).toMatchObject({ dangers: [], counts: { create: 0, update: 0, replace: 0, delete: 0 } });
    expect(review.addresses).toEqual([{ address: 'aws_kinesis_stream.measurements', action: 'move' }]);
  });

  test('reports a replacement if the name of a moved resource changes', () => {
    const [first] = note(old, stack('measurements', 'measurements', moved)).split('\n');
    expect(first).toMatch(/Data loss: `aws_kinesis_stream\.measurements` is replaced because `name` changes/);
  });
});

test('lists each additional action of a broader policy, but the resource only once', () => {
  const wider = stack('readings', 'telemetry');
  const policy = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: ['kinesis:PutRecord', 'kinesis:PutRecords'], Resource: 'arn:stream' }],
  });
  wider.json.resource.aws_iam_role_policy.reads.policy = policy;
  expect(note(old, wider)).toContain(
    '`aws_iam_role_policy.reads` now allows `kinesis:PutRecord` and `kinesis:PutRecords` on `arn:stream`',
  );
});
