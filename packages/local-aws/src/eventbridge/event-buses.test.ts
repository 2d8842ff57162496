import { arnOf, eventBridge } from './eventbridge.fixture';

const arn = arnOf('events', 'rule/nightly');
const functionArn = arnOf('lambda', 'function:timer-event');

function platform() {
  const bridge = eventBridge();
  const declare = (schedule: string, state: 'ENABLED' | 'DISABLED' = 'ENABLED') => {
    bridge.eventBuses.declare({ name: 'nightly', bus: 'default', schedule, state });
    bridge.eventBuses.setTarget('default', 'nightly', { Id: 'timer-event', Arn: functionArn });
  };
  return { ...bridge, declare };
}

const hours = (count: number) => count * 3_600_000;

describe('a scheduled rule', () => {
  test('invokes a due rule’s function as the principal events.amazonaws.com, with the scheduled time', async () => {
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
    const { clock, declare, invoked, eventBuses } = platform();
    declare('rate(1 hour)', 'DISABLED');
    await clock.advance(hours(3));
    expect(invoked).toEqual([]);
    eventBuses.fire('nightly', Date.UTC(2026, 10, 1));
    expect(invoked).toMatchObject([{ event: { time: '2026-11-01T00:00:00Z' } }]);
  });

  test('rejects an unknown schedule and lists the known schedules', () => {
    const { declare, eventBuses } = platform();
    expect(() => eventBuses.fire('daily')).toThrow('no such schedule: daily; known: none');
    declare('rate(1 hour)');
    expect(() => eventBuses.fire('daily')).toThrow('no such schedule: daily; known: nightly');
  });
});
