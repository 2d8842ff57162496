import { stopped } from '../stopped-platform.fixture';
import { memoryStore } from '../store';
import type { AlarmDeclaration } from './alarm';
import { alarmsOf } from './alarms';
import { cloudwatchApi } from './cloudwatch-api';

const topicArn = 'arn:aws:sns:eu-west-1:000000000000:alerts';
const arn = 'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:errors';
const declaration: AlarmDeclaration = {
  name: 'errors',
  arn,
  description: 'too many errors',
  actionsEnabled: true,
  actions: { OK: [topicArn], ALARM: [topicArn], INSUFFICIENT_DATA: [] },
  metric: { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: [], periodMinutes: 1, statistic: 'Sum' },
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 2,
  comparison: 'GreaterThanThreshold',
  treatMissingData: 'notBreaching',
};

/** Creates an alarm on the errors of functions. */
function watched(changes: Partial<AlarmDeclaration> = {}) {
  const parts = { ...stopped(), store: memoryStore() };
  const published: { topicArn: string; message: Record<string, unknown> }[] = [];
  const alarms = alarmsOf({
    ...parts,
    place: { region: 'eu-west-1', account: '000000000000' },
    messaging: { publish: async (to, message) => void published.push({ topicArn: to, message: JSON.parse(message) }) },
  });
  alarms.declare({ ...declaration, ...changes });
  alarms.start();
  const fail = (count: number) =>
    parts.metrics.record({ metric: 'aws.lambda.errors', tags: {}, value: count, at: parts.clock.now() });
  const api = cloudwatchApi(parts.metrics, parts.clock, alarms);
  const call = async (operation: string, input: object) =>
    JSON.parse(
      String(
        (
          await api({
            method: 'POST',
            path: '/',
            query: new URLSearchParams(),
            headers: { 'x-amz-target': `GraniteServiceVersion20100801.${operation}` },
            body: Buffer.from(JSON.stringify(input)),
            service: 'cloudwatch',
            principal: { kind: 'user', name: 'local' },
            cause: undefined,
          })
        ).body,
      ),
    );
  return { ...parts, alarms, published, fail, call };
}

describe('an alarm', () => {
  test('notifies the topics of an alarm when it is raised and when it recovers', async () => {
    const { clock, fail, published, alarms } = watched();
    fail(3);
    await clock.advance(60_000);
    expect(alarms.all()).toMatchObject([{ state: 'ALARM' }]);
    await clock.advance(60_000);
    expect(alarms.all()).toMatchObject([{ state: 'OK' }]);
    expect(published).toMatchObject([
      {
        topicArn,
        message: {
          AlarmName: 'errors',
          AlarmDescription: 'too many errors',
          AWSAccountId: '000000000000',
          OldStateValue: 'INSUFFICIENT_DATA',
          NewStateValue: 'ALARM',
          StateChangeTime: '2026-01-01T00:01:00.000+0000',
          AlarmArn: arn,
          Trigger: { MetricName: 'Errors', Namespace: 'AWS/Lambda', Statistic: 'SUM', Period: 60, Threshold: 2 },
        },
      },
      { topicArn, message: { OldStateValue: 'ALARM', NewStateValue: 'OK' } },
    ]);
    alarms.stop();
  });

  test('SetAlarmState sets the state until the next evaluation, and DescribeAlarms returns it', async () => {
    const { clock, alarms, call } = watched();
    await call('SetAlarmState', { AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'test' });
    expect((await call('DescribeAlarms', { StateValue: 'ALARM' })).MetricAlarms).toMatchObject([
      { AlarmName: 'errors', AlarmArn: arn, StateValue: 'ALARM', StateReason: 'test', AlarmActions: [topicArn] },
    ]);
    expect((await call('DescribeAlarms', { AlarmNames: ['other'] })).MetricAlarms).toEqual([]);
    await clock.advance(60_000);
    expect(alarms.all()).toMatchObject([{ state: 'OK' }]);
    await expect(
      call('SetAlarmState', { AlarmName: 'other', StateValue: 'OK', StateReason: '' }),
    ).rejects.toMatchObject({ code: 'ResourceNotFound', message: 'Unknown alarm: other' });
    alarms.stop();
  });

  test('notifies a topic only if its policy allows the notification, and notifies no functions', async () => {
    const { alarms, published, emitted, authorizer } = watched({
      actions: { ALARM: [topicArn, 'arn:aws:lambda:eu-west-1:000000000000:function:a'], OK: [], INSUFFICIENT_DATA: [] },
    });
    authorizer.resourcePolicies.put(
      topicArn,
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sns:Publish',
            Resource: topicArn,
            Principal: { Service: 'budgets.amazonaws.com' },
          },
        ],
      }),
    );
    alarms.setState('errors', { state: 'ALARM', reason: 'test' });
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(published).toEqual([]);
    expect(emitted).toMatchObject([
      { text: 'alarm errors: INSUFFICIENT_DATA → ALARM (test)' },
      { text: expect.stringContaining('not authorized to perform: sns:Publish') },
      { text: expect.stringContaining('only SNS topics are supported locally') },
    ]);
    alarms.stop();
  });
});
