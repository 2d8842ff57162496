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

describe('fields that an AWS IoT rule no longer forwards', () => {
  test('reports a dropped field with the actions that no longer receive it', () => {
    expect(changed('*, topic(3) AS thing', '*')).toEqual([
      'aws_iot_topic_rule.r: the SELECT clause no longer returns thing: lambda receives messages without this field',
    ]);
    expect(changed('*', 'a, b', { lambda: [{ function_arn: 'f' }], sqs: [{ queue_url: 'q' }] })).toEqual([
      'aws_iot_topic_rule.r: the SELECT clause returns only the listed fields instead of *: the rest of each message no longer reaches lambda and sqs',
    ]);
  });

  test('reports that an action stores messages without the dropped fields', () =>
    expect(changed('a, b, c', 'a', { dynamodbv2: [{ put_item: [{ table_name: 't' }] }] })).toEqual([
      'aws_iot_topic_rule.r: the SELECT clause no longer returns b and c: dynamodbv2 stores messages without these fields',
    ]));

  test('reports a field that now has a different value', () =>
    expect(changed('topic(3) AS thing', 'topic(2) AS thing')).toEqual([
      'aws_iot_topic_rule.r: the SELECT clause returns topic(2) instead of topic(3) as thing',
    ]));

  test('ignores added and reordered fields, and rules without a remaining action', () => {
    expect(changed('a, b', 'b, a, c')).toEqual([]);
    expect(changed('a, b', '*')).toEqual([]);
    expect(changed('a, b', 'a', {})).toEqual([]);
  });
});
