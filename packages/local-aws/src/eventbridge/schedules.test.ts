import { stopped } from '../stopped.fixture';
import { createSchedules } from './schedules';

const arn = 'arn:aws:events:ap-northeast-1:000000000000:rule/nightly';
const functionArn = 'arn:aws:lambda:ap-northeast-1:000000000000:function:timer-event';

function platform() {
  const parts = stopped();
  const invoked: object[] = [];
  const may = { invoke: true };
  const lambda = {
    invokeAsync(request: object) {
      if (!may.invoke) throw new Error('no permission');
      invoked.push(request);
    },
  };
  const schedules = createSchedules({ ...parts, lambda, place: { region: 'ap-northeast-1', account: '000000000000' } });
  const declare = (expression: string, enabled = true) => {
    schedules.declare({ name: 'nightly', arn, expression, enabled });
    schedules.addTarget('nightly', { id: 'timer-event', functionArn, input: undefined });
  };
  const sum = (metric: string) =>
    parts.metrics
      .series(`aws.events.${metric}`)
      .flatMap(({ minutes }) => minutes)
      .reduce((total, minute) => total + minute.sum, 0);
  return { ...parts, schedules, declare, invoked, may, sum };
}

const hours = (count: number) => count * 3_600_000;

test("invokes a due rule's function as the principal events.amazonaws.com, with the scheduled time", async () => {
  const { clock, declare, invoked, sum } = platform();
  declare('cron(0 1 * * ? *)');
  await clock.advance(hours(1) - 1);
  expect(invoked).toEqual([]);
  await clock.advance(1);
  expect(invoked).toMatchObject([
    {
      functionArn,
      principal: { kind: 'service', service: 'events.amazonaws.com', sourceArn: arn },
      event: {
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        time: '2026-01-01T01:00:00Z',
        resources: [arn],
        detail: {},
      },
    },
  ]);
  await clock.advance(hours(24));
  expect(invoked).toHaveLength(2);
  expect([sum('triggered_rules'), sum('invocations'), sum('failed_invocations')]).toEqual([2, 2, 0]);
});

test('starts the first interval of a rate expression when its rule is declared', async () => {
  const { clock, declare, invoked } = platform();
  declare('rate(20 minutes)');
  await clock.advance(hours(1));
  expect(invoked).toHaveLength(3);
});

test('reports and counts a denied invocation, and continues the schedule', async () => {
  const { clock, declare, invoked, may, emitted, sum } = platform();
  declare('rate(1 hour)');
  may.invoke = false;
  await clock.advance(hours(1));
  expect(emitted).toContainEqual(
    expect.objectContaining({ kind: 'schedule-failed', rule: 'nightly', reason: 'no permission' }),
  );
  may.invoke = true;
  await clock.advance(hours(1));
  expect(invoked).toHaveLength(1);
  expect(sum('failed_invocations')).toBe(1);
});

test('fires a disabled rule only if requested', async () => {
  const { clock, declare, invoked, schedules } = platform();
  declare('rate(1 hour)', false);
  await clock.advance(hours(3));
  expect(invoked).toEqual([]);
  schedules.fire('nightly', Date.UTC(2026, 10, 1));
  expect(invoked).toMatchObject([{ event: { time: '2026-11-01T00:00:00Z' } }]);
});

test('rejects an unknown schedule and lists the known schedules', () => {
  const { declare, schedules } = platform();
  expect(() => schedules.fire('daily')).toThrow('no such schedule: daily; known: none');
  declare('rate(1 hour)');
  expect(() => schedules.fire('daily')).toThrow('no such schedule: daily; known: nightly');
});
