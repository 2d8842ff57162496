import { checkMessage, handlesIn, renderTemplate } from '@himeshima/datadog-monitors';
import { composite, type DeclaredMonitor, metricAlert, sloAlert } from './declare';
import { messageOf } from './message';
import { testMonitoring } from './monitoring.fixture';
import { referencesById } from './references';

const props = { name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' } as const;

const errors = metricAlert({
  ...props,
  id: 'errors',
  query: 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 3',
  summary: '{{functionname.name}} failed.',
  warning: 1,
  settings: { notifyNoData: true },
});

type State = 'OK' | 'Warn' | 'Alert' | 'No Data';
const transitions = { OK: 'recovery', Warn: 'warn', Alert: 'alert', 'No Data': 'no data' } as const;

const message = (
  [from, to]: readonly [State, State],
  { monitor = errors, functionname = 'power-on' }: { monitor?: DeclaredMonitor; functionname?: string } = {},
) =>
  renderTemplate(messageOf(monitor, testMonitoring, referencesById), {
    transition: transitions[to],
    from,
    to,
    tags: { functionname },
    variables: { last_triggered_at_epoch: 1_700_003_600_000 },
    priority: undefined,
  });

describe('a message', () => {
  test('contains the summary, impact, urgency, runbook, owner and a graph of the hour around the alert', () => {
    expect(message(['OK', 'Alert'])).toBe(
      [
        'What happened: power-on failed.',
        'Impact: x',
        '',
        'Act now: users or their data are affected. @slack-iot-oncall @pagerduty',
        '',
        'Runbook: docs/runbooks/x.md',
        'Owner: iot-platform',
        'Graph: https://app.datadoghq.com/metric/explorer?exp_metric=aws.lambda.errors&exp_agg=sum&exp_row_type=metric' +
          '&exp_scope=functionname:power-on&from_ts=1700000000000&to_ts=1700004500000&live=false',
      ].join('\n'),
    );
  });

  test.each([
    ['an alert', ['OK', 'Alert'], ['@slack-iot-oncall', '@pagerduty']],
    ['missing data', ['OK', 'No Data'], ['@slack-iot-oncall', '@pagerduty']],
    ['a recovery from an alert', ['Alert', 'OK'], ['@slack-iot-oncall', '@pagerduty']],
    ['a recovery from missing data', ['No Data', 'OK'], ['@slack-iot-oncall', '@pagerduty']],
    ['a warning', ['OK', 'Warn'], []],
    ['a recovery from a warning', ['Warn', 'OK'], []],
  ] as const)('notifies the right handles of %s', (_what, states, handles) => {
    expect(handlesIn(message(states))).toEqual(handles);
  });

  test("notifies the environment's handles for the severity, and no handles for a signal", () => {
    expect(handlesIn(messageOf({ ...errors, severity: 'ticket' }, testMonitoring, referencesById))).toEqual([
      '@slack-iot-tickets',
    ]);
    expect(handlesIn(messageOf({ ...errors, severity: 'signal' }, testMonitoring, referencesById))).toEqual([]);
  });

  test('contains the start time of the alert in a renotification', () => {
    expect(messageOf(errors, testMonitoring, referencesById)).toContain(
      '{{#is_renotify}}Ongoing since {{first_triggered_at}}',
    );
  });

  test('escapes tag values to prevent markup injection', () => {
    expect(message(['OK', 'Alert'], { functionname: '<a href="x">' })).toContain(
      '&lt;a href=&quot;x&quot;&gt; failed.',
    );
  });

  test('uses only variables that Datadog supports', () => {
    expect(checkMessage(messageOf(errors, testMonitoring, referencesById), ['functionname'])).toEqual([]);
  });

  test('links an SLO alert to its SLO and a composite to the dashboard, on the site of the environment', () => {
    const burning = sloAlert({ ...props, id: 'b', query: 'error_budget("stored").over("30d") > 75' });
    const joined = composite({ ...props, id: 'c', query: 'a && b' });
    const environment = {
      ...testMonitoring.environment,
      datadog: { site: 'ap1.datadoghq.com', organisation: 'own' },
    } as const;
    const elsewhere = { ...testMonitoring, environment };
    expect(messageOf(burning, testMonitoring, referencesById)).toContain(
      'https://app.datadoghq.com/slo/manage?slo_id=stored',
    );
    expect(messageOf(joined, elsewhere, referencesById)).toContain('https://ap1.datadoghq.com/dashboard/overview');
  });
});
