import { noteOf } from '../note/note';
import { terminalOf } from '../note/terminal';
import { planOf } from '../plan/read-plan';
import { reviewOf } from '../review';
import { planOfStacks } from './plan-from-stacks';

describe('references between resources of a stack', () => {
  const written = (name: string, more: object, value: string) => ({
    json: {
      resource: {
        aws_kinesis_stream: { r: { name, shard_count: 1 } },
        aws_sqs_queue: { q: { name: 'q' } },
        aws_ssm_parameter: { p: { name: 'p', value } },
      },
      ...more,
    },
    hashOf: () => undefined,
  });
  const changing = (value: string, more: object = {}, before: object = more) =>
    planOf(planOfStacks(written('x', before, value), written('y', more, value)), {
      stack: 'dev',
      basis: { base: 'abc' },
    }).dependents.flatMap(({ refersTo }) => refersTo);
  const stream = 'aws_kinesis_stream.r';

  test.each([
    '${aws_kinesis_stream.r.arn}',
    '${aws_kinesis_stream.r["name"]}',
    '${join(",", [for a in aws_kinesis_stream.r[*].arn : a])}',
    '%{ if true }${aws_kinesis_stream.r.arn}%{ endif }',
  ])('finds a reference in an expression: %s', (value) => {
    expect(changing(value)).toEqual([stream]);
  });

  test.each([
    'see aws_kinesis_stream.r.arn, not ${aws_sqs_queue.q.arn}',
    '$${iot:ClientId} aws_kinesis_stream.r.arn',
    '${format("%s", "aws_kinesis_stream.r.arn")}',
    '${aws_kinesis_stream.r.shard_count}',
  ])('finds no reference in plain text, or to an unchanged attribute: %s', (value) => {
    expect(changing(value)).toEqual([]);
  });

  test('follows references through locals and data sources', () => {
    const document = (resource: string) => ({
      aws_iam_policy_document: { d: { statement: [{ resources: [resource] }] } },
    });
    const locals = { arns: { stream: '${aws_kinesis_stream.r.arn}', queue: '${aws_sqs_queue.q.arn}' }, queue: 'q' };
    const data = document('${local.arns.stream}');
    expect(changing('${local.arns.stream}', { locals })).toEqual([stream]);
    expect(changing('${data.aws_iam_policy_document.d.json}', { locals, data })).toEqual([stream]);
    expect(changing('${local.arns["queue"]}', { locals })).toEqual([]);
    expect(changing('${local.queue}', { locals })).toEqual([]);
    expect(changing('${local.self}', { locals: { self: '${local.self}' } })).toEqual([]);
  });

  test('reports a reference to a changed local value or data source', () => {
    expect(changing('${local.day}', { locals: { day: 'Monday' } }, { locals: { day: 'Sunday' } })).toEqual([
      'local.day',
    ]);
  });

  test('reports a changed reference even if the plan has no other changes', () => {
    const more = (day: string) => ({ locals: { day } });
    const plan = planOf(
      planOfStacks(written('x', more('Sunday'), '${local.day}'), written('x', more('Monday'), '${local.day}')),
      { stack: 'dev', basis: { base: 'abc' } },
    );
    const [first] = noteOf(reviewOf(plan), { commit: undefined }).split('\n');
    expect(first).toBe('### 🟢 Changes 1 resource indirectly, through references.');
    expect(terminalOf(reviewOf(plan), { columns: 200, colour: false })).toContain(
      '0 changes; 1 more resource changes indirectly',
    );
  });

  test('follows references through thousands of resources', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, at) => [
        `p${at}`,
        { name: `p${at}`, value: at === 0 ? '${aws_kinesis_stream.r.arn}' : `\${aws_ssm_parameter.p${at - 1}.value}` },
      ]),
    );
    const long = (name: string) => ({
      json: { resource: { aws_kinesis_stream: { r: { name } }, aws_ssm_parameter: chain } },
      hashOf: () => undefined,
    });
    expect(Object(planOfStacks(long('x'), long('y'))).dependents).toHaveLength(3_000);
  });
});
