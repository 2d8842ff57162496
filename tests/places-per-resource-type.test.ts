import { queuePermission } from './places-per-resource-type/queue-permission';
import { scheduler } from './places-per-resource-type/scheduler';
import { openWorkingCopy } from './places-per-resource-type/working-copy';

describe('adding a resource type to the local runtime', () => {
  const copy = openWorkingCopy();
  afterAll(copy.remove);

  test('touches at most 2 files if the service already runs locally', () =>
    expect(copy.apply(queuePermission)).toEqual([
      'messaging/messaging-resources.ts',
      'messaging/redrive-permission.test.ts',
    ]));

  test('touches at most 4 files if the service is new', () =>
    expect(copy.apply(scheduler)).toEqual([
      'scheduler/scheduler.ts',
      'scheduler/scheduler-resources.ts',
      'scheduler/scheduler.test.ts',
      'service-table.ts',
    ]));

  test('requires no other change to compile, start, serve its API and be documented', async () => {
    const [types, ran] = await Promise.all([copy.checkTypes(), copy.run()]);
    expect(types).toEqual({ code: 0, output: '' });
    expect(JSON.parse(ran.output)).toEqual({
      documented: ['checked, without effect', "on the platform's clock; Lambda functions only"],
      operations: ['CreateSchedule', 'GetSchedule'],
      notSimulated: ['flexible time windows'],
      ignored: [],
      invoked: 'work',
      declared: {
        status: 200,
        body: {
          Name: 'minutely',
          ScheduleExpression: 'rate(1 minute)',
          Target: {
            Arn: 'arn:aws:lambda:eu-west-1:000000000000:function:work',
            RoleArn: 'arn:aws:iam::000000000000:role/schedule',
            Input: '{}',
          },
        },
      },
      created: {
        status: 200,
        body: { ScheduleArn: 'arn:aws:scheduler:eu-west-1:000000000000:schedule/default/hourly' },
      },
      missing: { status: 404, body: expect.objectContaining({ message: 'no schedule daily' }) },
      rejected: expect.stringContaining('aws_sqs_queue_redrive_allow_policy.jobs: '),
    });
  }, 60_000);
});
