import { reportedBy, updated } from './dangers.fixture';
import { olderRevision } from './older-revision';

const reported = reportedBy(olderRevision);
const service = (revision: string) => ({ task_definition: `arn:aws:ecs:eu-west-1:1:task-definition/${revision}` });

test('reports a service that returns to an older revision', () => {
  expect(reported(updated('aws_ecs_service.api', service('api:17'), service('api:4')))).toEqual([
    'aws_ecs_service.api returns from revision 17 to the older revision 4 (task_definition)',
  ]);
  expect(
    reported(
      updated(
        'aws_autoscaling_group.web',
        { launch_template: [{ id: 'lt-1', version: '9' }] },
        { launch_template: [{ id: 'lt-1', version: '8' }] },
      ),
    ),
  ).toEqual(['aws_autoscaling_group.web returns from revision 9 to the older revision 8 (launch_template.version)']);
});

test.each([
  ['a newer revision', service('api:4'), service('api:17')],
  ['another family', service('api:17'), service('web:4')],
  [
    'another template',
    { launch_template: [{ id: 'lt-1', version: '7' }] },
    { launch_template: [{ id: 'lt-2', version: '3' }] },
  ],
  ['a family without a revision', service('api:17'), { task_definition: 'api' }],
])('does not report %s', (_, before, after) => {
  for (const address of ['aws_ecs_service.api', 'aws_autoscaling_group.web'])
    expect(reported(updated(address, before, after))).toEqual([]);
});
