import { checkMessage, handlesIn, renderTemplate } from '@himeshima/datadog-monitors';
import type { Environment } from '../../config/environment';
import { prod } from '../../config/prod';
import { composite } from './composite';
import { messageOf } from './message';
import { metricAlert } from './metric-alert';
import type { DeclaredMonitor } from './monitor';
import { byCode } from './references';
import { sloAlert } from './slo-alert';

const about = { name: 'x', severity: 'page', runbook: 'x', happened: 'x', matters: 'x' } as const;

const errors = metricAlert({
  ...about,
  id: 'errors',
  query: 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 3',
  happened: '{{functionname.name}} failed.',
  warning: 1,
  settings: { notifyNoData: true },
});

/** Whoever is called there, and wherever its Datadog is: config is everybody's own. */
const called: Environment = {
  ...prod,
  datadog: { site: 'datadoghq.com', organisation: 'own' },
  calls: { page: ['@slack-iot-oncall', '@pagerduty'], ticket: ['@slack-iot-tickets'], signal: [] },
};

type State = 'OK' | 'Warn' | 'Alert' | 'No Data';
const transitions = { OK: 'recovery', Warn: 'warn', Alert: 'alert', 'No Data': 'no data' } as const;

const said = (
  [from, to]: readonly [State, State],
  { monitor = errors, functionname = 'power-on' }: { monitor?: DeclaredMonitor; functionname?: string } = {},
) =>
  renderTemplate(messageOf(monitor, called, byCode), {
    transition: transitions[to],
    from,
    to,
    tags: { functionname },
    variables: { last_triggered_at_epoch: 1_700_003_600_000 },
    priority: undefined,
  });

describe('a message', () => {
  test('says what happened, why it matters, where to look, whose it is, and shows the graph of that hour', () => {
    expect(said(['OK', 'Alert'])).toBe(
      [
        'What happened: power-on failed.',
        'Why it matters: x',
        '',
        'Somebody is called now: messages are lost, or commands do not reach their device. @slack-iot-oncall @pagerduty',
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
    ['the end of an alert', ['Alert', 'OK'], ['@slack-iot-oncall', '@pagerduty']],
    ['data that came back', ['No Data', 'OK'], ['@slack-iot-oncall', '@pagerduty']],
    ['a warning', ['OK', 'Warn'], []],
    ['the end of a warning', ['Warn', 'OK'], []],
  ] as const)('of %s calls those who should know', (_what, states, called) => {
    expect(handlesIn(said(states))).toEqual(called);
  });

  test('calls those whom the environment names for the severity, and nobody for a signal', () => {
    expect(handlesIn(messageOf({ ...errors, severity: 'ticket' }, called, byCode))).toEqual(['@slack-iot-tickets']);
    expect(handlesIn(messageOf({ ...errors, severity: 'signal' }, called, byCode))).toEqual([]);
  });

  test('says that it lasts where it is said again', () => {
    expect(messageOf(errors, called, byCode)).toContain('{{#is_renotify}}It has lasted since {{first_triggered_at}}');
  });

  test('shows what comes from a tag escaped, so that it writes no markup of its own', () => {
    expect(said(['OK', 'Alert'], { functionname: '<a href="x">' })).toContain('&lt;a href=&quot;x&quot;&gt; failed.');
  });

  test('names only what Datadog fills in', () => {
    expect(checkMessage(messageOf(errors, called, byCode), ['functionname'])).toEqual([]);
  });

  test('of an SLO alert leads to the SLO, of a composite to the dashboard, on the site of the environment', () => {
    const burning = sloAlert({ ...about, id: 'b', query: 'error_budget("stored").over("30d") > 75' });
    const joined = composite({ ...about, id: 'c', query: 'a && b' });
    const elsewhere = { ...called, datadog: { site: 'ap1.datadoghq.com', organisation: 'own' } } as const;
    expect(messageOf(burning, called, byCode)).toContain('https://app.datadoghq.com/slo/manage?slo_id=stored');
    expect(messageOf(joined, elsewhere, byCode)).toContain('https://ap1.datadoghq.com/dashboard/himeshima');
  });
});
