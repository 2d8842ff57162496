import { driftIn } from './drift';
import { planOf } from './plan/read-plan';

const drifted = (address: string, before: object, after: object | null) => {
  const [type = '', name = ''] = address.split('.');
  return { address, type, name, change: { actions: [after === null ? 'delete' : 'update'], before, after } };
};
const groups = (...changes: readonly object[]) =>
  driftIn(planOf({ resource_changes: [], resource_drift: changes }, { stack: 'dev' }));

test('what has happened in the same way is one group, of whatever types', () => {
  const tagged = { name: 'a', tags: { owner: 'x' }, tags_all: { owner: 'x' } };
  const before = { name: 'a', tags: {}, tags_all: {} };
  expect(
    groups(
      drifted('aws_sqs_queue.jobs', before, tagged),
      drifted('aws_sns_topic.alerts', { name: 'a', tags: {} }, { name: 'a', tags: { owner: 'x' } }),
      drifted('aws_lambda_function.f', { timeout: 3 }, { timeout: 60 }),
      drifted('aws_sqs_queue.gone', before, null),
    ),
  ).toEqual([
    {
      types: ['aws_sqs_queue', 'aws_sns_topic'],
      attributes: ['tags'],
      addresses: ['aws_sqs_queue.jobs', 'aws_sns_topic.alerts'],
    },
    { types: ['aws_lambda_function'], attributes: ['timeout'], addresses: ['aws_lambda_function.f'] },
    { types: ['aws_sqs_queue'], attributes: ['deleted'], addresses: ['aws_sqs_queue.gone'] },
  ]);
});

test('what a provider fills in is none', () =>
  expect(groups(drifted('aws_sqs_queue.jobs', { tags: null }, { tags: {} }))).toEqual([]));
