import { dashboardOf } from './dashboard';
import { metricAlert } from './declare';
import { testMonitoring } from './monitoring.fixture';

const graphFor = (query: string, warning?: number) => {
  const monitor = metricAlert({
    id: 'x',
    name: 'x',
    query,
    severity: 'page',
    runbook: 'x',
    summary: 'x',
    impact: 'x',
    ...(warning !== undefined && { warning }),
  });
  const environment = {
    ...testMonitoring.environment,
    account: '1',
    datadog: { site: 'datadoghq.com', organisation: 'shared' },
  } as const;
  const flow = [{ title: 'Functions', monitors: [monitor] }];
  const dashboard = dashboardOf({ ...testMonitoring, environment, flow }, (id) => id);
  return dashboard.widgets[1]?.definition.widgets;
};

describe('a dashboard graph', () => {
  test('draws one value for each window of a monitor, and the thresholds of the monitor', () => {
    expect(
      graphFor('sum(last_15m):(sum:a.errors{*}.as_count() / (sum:a.calls{*}.as_count() + 50)) >= 0.1', 0.05),
    ).toEqual([
      {
        definition: {
          type: 'timeseries',
          title: 'x',
          requests: [
            {
              q:
                '(sum:a.errors{aws_account:1}.as_count().rollup(sum, 900) / ' +
                '(sum:a.calls{aws_account:1}.as_count().rollup(sum, 900) + 50))',
              display_type: 'line',
            },
          ],
          markers: [
            { value: 'y = 0.1', display_type: 'error dashed', label: 'page 0.1' },
            { value: 'y = 0.05', display_type: 'warning dashed', label: 'warning 0.05' },
          ],
        },
      },
    ]);
  });
});
