import { functionRole } from '../iam/principal';
import { stopped } from '../stopped-platform.fixture';
import { type Behaviour, createDeviceDefender } from './device-defender';

const minute = 60_000;

function setUp(changes: Partial<Behaviour> = {}) {
  const parts = stopped();
  const sent: Record<string, unknown>[] = [];
  const defender = createDeviceDefender({
    ...parts,
    authorizer: { ...parts.authorizer, authorize: () => ({ allowed: true }) },
    messaging: { publish: async (_topic, message) => void sent.push(JSON.parse(message)) },
    isRegistered: (thing) => thing === 'light-1',
  });
  defender.declare({
    name: 'every-device',
    topicArn: 'arn:aws:sns:ap-northeast-1:000000000000:alerts',
    role: functionRole('arn:aws:iam::000000000000:role/violations', 'every-device'),
    behaviours: [
      {
        name: 'rate',
        metric: 'aws:num-messages-sent',
        operator: 'less-than-equals',
        limit: 2,
        seconds: 300,
        toAlarm: 1,
        toClear: 1,
        ...changes,
      },
    ],
  });
  const publish = (times: number, thing = 'light-1') => {
    for (let time = 0; time < times; time += 1) defender.observe(thing, 'aws:num-messages-sent', 1);
  };
  return { ...parts, defender, publish, sent };
}

describe('a device that violates a behavior', () => {
  test('reports a violation at the end of the evaluation period, and again when the violation ends', async () => {
    const { clock, publish, sent, emitted, metrics } = setUp();
    publish(3);
    await clock.advance(4 * minute);
    expect(sent).toEqual([]);
    await clock.advance(minute);
    expect(sent).toEqual([
      {
        violationEventTime: clock.now(),
        securityProfileName: 'every-device',
        behavior: {
          name: 'rate',
          metric: 'aws:num-messages-sent',
          criteria: {
            comparisonOperator: 'less-than-equals',
            value: { count: 2 },
            durationSeconds: 300,
            consecutiveDatapointsToAlarm: 1,
            consecutiveDatapointsToClear: 1,
          },
        },
        violationEventType: 'in-alarm',
        thingName: 'light-1',
        violationId: expect.any(String),
        metricValue: { count: 3 },
      },
    ]);
    publish(3);
    await clock.advance(5 * minute);
    expect(sent).toHaveLength(1);
    await clock.advance(5 * minute);
    expect(sent).toMatchObject([{}, { violationEventType: 'alarm-cleared', violationId: sent[0]?.['violationId'] }]);
    const tags = '{behaviorname:rate,securityprofilename:every-device}';
    expect(Object.keys(metrics.save())).toEqual([`aws.iot.violations${tags}`, `aws.iot.violations_cleared${tags}`]);
    expect(emitted).toMatchObject([
      { state: 'in-alarm' },
      { kind: 'violation', thing: 'light-1', state: 'alarm-cleared' },
    ]);
  });

  test('reports the start and the end of a violation after the configured numbers of violating and compliant periods', async () => {
    const { clock, publish, sent } = setUp({ toAlarm: 2, toClear: 2 });
    const runPeriods = async (...counts: number[]) => {
      for (const count of counts) {
        publish(count);
        await clock.advance(5 * minute);
      }
      return sent.map(({ violationEventType }) => violationEventType);
    };
    expect(await runPeriods(3, 1, 3)).toEqual([]);
    expect(await runPeriods(3)).toEqual(['in-alarm']);
    expect(await runPeriods(1, 3, 1)).toEqual(['in-alarm']);
    expect(await runPeriods(1)).toEqual(['in-alarm', 'alarm-cleared']);
  });
});

describe('a device that complies with a behavior', () => {
  test('does not report a device that repeatedly reaches the limit without exceeding it', async () => {
    const { clock, publish, sent } = setUp();
    for (let span = 0; span < 3; span += 1) {
      publish(2);
      await clock.advance(5 * minute);
    }
    expect(sent).toEqual([]);
  });

  test("evaluates a device's largest message if the metric is the message size", async () => {
    const { clock, defender, sent } = setUp({ metric: 'aws:message-byte-size', limit: 100 });
    for (const size of [60, 60]) defender.observe('light-1', 'aws:message-byte-size', size);
    await clock.advance(5 * minute);
    expect(sent).toEqual([]);
    defender.observe('light-1', 'aws:message-byte-size', 101);
    defender.observe('light-1', 'aws:message-byte-size', 1);
    await clock.advance(5 * minute);
    expect(sent).toMatchObject([{ metricValue: { count: 101 } }]);
  });
});

test('a client that is not a registered thing is not monitored', async () => {
  const { clock, publish, sent } = setUp();
  publish(50, 'stranger');
  await clock.advance(5 * minute);
  expect(sent).toEqual([]);
});
