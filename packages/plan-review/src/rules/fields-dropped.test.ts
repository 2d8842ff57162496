import { reportedBy, updated } from './dangers.fixture';
import { fieldsDropped } from './fields-dropped';

const reported = reportedBy(fieldsDropped);
const changed = (before: string, after: string, actions: object = { lambda: [{ function_arn: 'arn:f' }] }) =>
  reported(
    updated(
      'aws_iot_topic_rule.r',
      { sql: `SELECT ${before} FROM 'a'`, ...actions },
      { sql: `SELECT ${after} FROM 'a'`, ...actions },
    ),
  );

describe('a field that a rule no longer forwards', () => {
  test('is reported with the actions that no longer receive it', () => {
    expect(changed('*, topic(3) AS thing', '*')).toEqual([
      'aws_iot_topic_rule.r: its SELECT no longer returns thing: lambda receives messages without it',
    ]);
    expect(changed('*', 'a, b', { lambda: [{ function_arn: 'f' }], sqs: [{ queue_url: 'q' }] })).toEqual([
      'aws_iot_topic_rule.r: its SELECT returns only the listed fields instead of *: the rest of a message no longer reaches lambda and sqs',
    ]);
  });

  test('is reported as data loss if the rule stores it', () =>
    expect(changed('a, b, c', 'a', { dynamodbv2: [{ put_item: [{ table_name: 't' }] }] })).toEqual([
      'aws_iot_topic_rule.r: its SELECT no longer returns b and c: dynamodbv2 stores messages without them',
    ]));

  test('is reported if a different value now has its name', () =>
    expect(changed('topic(3) AS thing', 'topic(2) AS thing')).toEqual([
      'aws_iot_topic_rule.r: its SELECT returns topic(2) instead of topic(3) as thing',
    ]));

  test('is not reported if fields are only added or reordered, or if no action remains', () => {
    expect(changed('a, b', 'b, a, c')).toEqual([]);
    expect(changed('a, b', '*')).toEqual([]);
    expect(changed('a, b', 'a', {})).toEqual([]);
  });
});
