import { later } from '../plan/policy-documents';
import { connectionLost } from './connection-lost';
import { reportedBy, updated } from './dangers.fixture';

const reported = reportedBy(connectionLost);
const policy = (...sources: readonly string[]) => ({
  arn: 'arn:aws:sns:eu-west-1:1:events',
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: sources.map((source) => ({
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'arn:aws:sns:eu-west-1:1:events',
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${source}` } },
    })),
  }),
});

test('reports a topic that no longer accepts messages of a bucket', () => {
  expect(reported(updated('aws_sns_topic_policy.events', policy('logs', 'files'), policy('files')))).toEqual([
    'aws_sns_topic_policy.events no longer allows sns:Publish on arn:aws:sns:eu-west-1:1:events for the service s3.amazonaws.com where ArnLike aws:SourceArn arn:aws:s3:::logs',
  ]);
});

test('ignores additional sources, and a policy with the same meaning', () => {
  expect(reported(updated('aws_sns_topic_policy.events', policy('files'), policy('logs', 'files')))).toEqual([]);
  expect(reported(updated('aws_sns_topic_policy.events', policy('a', 'b'), policy('b', 'a')))).toEqual([]);
});

test('ignores a permission that may be the same on a resource that is known only after apply', () => {
  const onTopic = (Resource: string, Action = 'sns:Publish') => {
    const { policy: text } = policy('logs');
    return { policy: text.replace('arn:aws:sns:eu-west-1:1:events', Resource).replace('sns:Publish', Action) };
  };
  const changed = (after: object) => reported(updated('aws_sns_topic_policy.events', policy('logs'), after));
  expect(changed(onTopic(later))).toEqual([]);
  expect(changed(onTopic(later, 'sns:Subscribe'))).toHaveLength(1);
});
