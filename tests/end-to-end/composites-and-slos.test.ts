import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';

jest.setTimeout(60_000);

const executions = (name: string) => `sum:aws.states.executions_${name}{*}.as_count()`;
const overMetrics = { type: 'metric alert', require_full_window: false, message: 'm' };

let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_sfn_state_machine: {
        fails: {
          name: 'fails',
          role_arn: 'arn:aws:iam::000000000000:role/none',
          definition: JSON.stringify({ StartAt: 'No', States: { No: { Type: 'Fail' } } }),
        },
      },
      datadog_service_level_objective: {
        succeeded: {
          name: 'executions succeed',
          type: 'metric',
          query: {
            numerator: executions('succeeded'),
            denominator: `${executions('succeeded')} + ${executions('failed')}`,
          },
          thresholds: [{ timeframe: '30d', target: 90, warning: 95 }],
        },
      },
      datadog_monitor: {
        burns: {
          name: 'too fast',
          type: 'slo alert',
          message: 'burns {{value}} times too fast',
          query:
            'burn_rate("${datadog_service_level_objective.succeeded.id}").over("30d").long_window("1h").short_window("5m") > 4',
          monitor_thresholds: { critical: '4' },
          require_full_window: false,
        },
        many: {
          ...overMetrics,
          name: 'many',
          query: `sum(last_5m):${executions('failed')} >= 2`,
          monitor_thresholds: { critical: '2' },
        },
        both: {
          name: 'everything fails',
          type: 'composite',
          message: 'burns {{a.value}} times too fast, in {{b.value}} {{#is_alert}}@slack-oncall{{/is_alert}}',
          query: '${datadog_monitor.burns.id} && ${datadog_monitor.many.id}',
          priority: '1',
        },
        errors: {
          name: 'errors',
          type: 'log alert',
          message: 'm',
          query: 'logs("status:error").index("*").rollup("count").last("5m") > 1',
        },
      },
    },
  });
  await theirs.platform.setSpeed(0);
});
afterAll(() => theirs?.stop());

const monitorEvent = (kind: string, monitor: string) =>
  theirs.platform.event((event) => event.kind === kind && event['monitor'] === monitor, `${kind} of ${monitor}`);

async function advance(seconds: number) {
  await fetch(`${theirs.platform.endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
}

describe('a third-party stack with an SLO, its alert and a composite of both', () => {
  test('evaluates SLOs and composites as declared in Terraform, and prints them like other monitors', async () => {
    for (let count = 0; count < 3; count += 1)
      await theirs.clients.sfn.send(
        new StartExecutionCommand({
          stateMachineArn: `arn:aws:states:${theirs.clients.region}:000000000000:stateMachine:fails`,
        }),
      );
    await advance(120);
    expect(await monitorEvent('monitor-message', 'burns')).toMatchObject({
      title: '[Triggered] too fast',
      text: 'burns 10 times too fast',
    });
    expect(await monitorEvent('monitor', 'both')).toMatchObject({
      from: 'OK',
      to: 'Alert',
      handles: ['@slack-oncall'],
    });
    expect(await monitorEvent('monitor-message', 'both')).toMatchObject({
      title: '[P1 Triggered] everything fails',
      text: 'burns 10 times too fast, in 3 @slack-oncall',
    });
  });

  test('reports at startup which monitors are not evaluated', async () => {
    const notes = theirs.platform.events.filter(
      ({ kind, text }) => kind === 'note' && String(text).startsWith('monitor'),
    );
    expect(notes).toMatchObject([
      { text: expect.stringMatching(/^monitor errors is not evaluated: a monitor of type log alert/) },
    ]);
  });
});
