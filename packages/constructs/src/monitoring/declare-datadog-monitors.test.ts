import { datadogMonitor, describeDatadogMonitor } from '../monitors/datadog-monitor';
import { metricAlert } from '../monitors/declare';
import { testMonitoring } from '../monitors/monitoring.fixture';
import { declareDatadogMonitors } from './declare-datadog-monitors';
import { declareMonitoring } from './declare-monitoring';
import { synthesizeMonitoring } from './synthesize-monitoring.fixture';

const cpu = {
  id: 'cpu-high',
  name: 'CPU ${high}',
  type: 'metric alert',
  query: 'avg(last_5m):avg:system.cpu.user{*} by {host} > 90',
  message: '{{value}} 監視',
  thresholds: { critical: 90, warning: 80 },
  newGroupDelay: 60,
} as const;

describe('declareDatadogMonitors', () => {
  test('declares a monitor with all attributes, and imports the existing monitor under a new id', () => {
    const monitor = datadogMonitor({ ...cpu, datadogId: '5', movedFrom: 'cpu' });
    expect(synthesizeMonitoring((stack) => declareDatadogMonitors(stack, [monitor]))).toMatchObject({
      problems: [],
      json: {
        import: [{ to: 'datadog_monitor.cpu-high', id: '5' }],
        moved: [{ from: 'datadog_monitor.cpu', to: 'datadog_monitor.cpu-high' }],
        resource: {
          datadog_monitor: {
            'cpu-high': {
              name: 'CPU $${high}',
              message: '{{value}} 監視',
              monitor_thresholds: { critical: '90', warning: '80' },
              new_group_delay: 60,
              // new_group_delay replaces new_host_delay
              lifecycle: { ignore_changes: ['new_host_delay'] },
              require_full_window: false,
            },
          },
        },
      },
    });
  });

  test('declares a monitor as JSON if datadog_monitor cannot express it', () => {
    const monitor = datadogMonitor({ ...cpu, otherOptions: { avalanche_window: 10 } });
    expect(synthesizeMonitoring((stack) => declareDatadogMonitors(stack, [monitor])).json).toMatchObject({
      resource: { datadog_monitor_json: { 'cpu-high': { monitor: expect.stringContaining('"avalanche_window":10') } } },
    });
  });

  test('refers to the members of a composite, and reports an unknown member', () => {
    const others = { name: 'Both', type: 'composite', message: 'x' };
    const monitors = [
      datadogMonitor({ ...others, id: 'both', query: 'cpu-high && !(disk || 77)' }),
      datadogMonitor(cpu),
      datadogMonitor({ ...cpu, id: 'disk', otherOptions: { avalanche_window: 10 } }),
      datadogMonitor({ ...others, id: 'misspelled', query: 'cpu-hihg && disk' }),
    ];
    expect(synthesizeMonitoring((stack) => declareDatadogMonitors(stack, monitors))).toMatchObject({
      problems: ['misspelled: combines the unknown monitor cpu-hihg; did you mean cpu-high?'],
      json: {
        resource: {
          datadog_monitor: {
            both: { query: '${datadog_monitor.cpu-high.id} && !(${datadog_monitor_json.disk.id} || 77)' },
          },
        },
      },
    });
  });

  test('reports duplicate ids and violations of the schema', () => {
    const unchecked: object = { newGroupDealy: 60 };
    const monitors = [datadogMonitor(cpu), datadogMonitor(cpu), datadogMonitor({ ...cpu, id: '1', ...unchecked })];
    expect(synthesizeMonitoring((stack) => declareDatadogMonitors(stack, monitors)).problems).toEqual([
      expect.stringMatching(/^cpu-high: duplicate id/),
      expect.stringMatching(/^1: id: must consist of letters/),
      '1: Unrecognized key: "newGroupDealy"',
    ]);
  });
});

test('declareMonitoring declares authored monitors with all settings, and imported monitors', () => {
  const authored = metricAlert({
    ...{ id: 'failed', name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' },
    query: 'sum(last_5m):sum:aws.states.executions_failed{*} by {statemachinearn}.as_count() >= 1',
    tags: ['service:jobs'],
    environments: { prod: { threshold: 2 } },
    settings: {
      newGroupDelay: 120,
      escalationMessage: 'Still failing.',
      renotifyStatuses: ['alert'],
      notifyBy: ['*'],
      restrictedRoles: ['role'],
      notificationPresetName: 'hide_query',
      schedulingOptions: { customSchedule: { recurrences: [{ rrule: 'FREQ=DAILY', timezone: 'UTC' }] } },
      requireFullWindow: false,
    },
  });
  const monitoring = {
    ...testMonitoring,
    flow: [{ title: 'x', monitors: [authored] }],
    imported: [
      datadogMonitor(cpu),
      datadogMonitor({ id: 'both', name: 'x', type: 'composite', query: 'cpu-high && failed', message: 'x' }),
    ],
  };
  const { json } = synthesizeMonitoring((stack) => declareMonitoring(stack, monitoring));
  expect(json).toMatchObject({
    resource: {
      datadog_monitor: {
        failed: {
          query: expect.stringMatching(/>= 2$/),
          monitor_thresholds: { critical: '2' },
          new_group_delay: 120,
          escalation_message: 'Still failing.',
          renotify_statuses: ['alert'],
          notify_by: ['*'],
          restricted_roles: ['role'],
          notification_preset_name: 'hide_query',
          scheduling_options: { custom_schedule: { recurrence: { rrule: 'FREQ=DAILY', timezone: 'UTC' } } },
          tags: expect.arrayContaining(['service:jobs', 'severity:page']),
        },
        'cpu-high': { name: 'CPU $${high}' },
        both: { query: '${datadog_monitor.cpu-high.id} && ${datadog_monitor.failed.id}' },
      },
    },
  });
});

test('describeDatadogMonitor describes a monitor, and rejects an invalid monitor', () => {
  expect(describeDatadogMonitor(datadogMonitor(cpu))).toMatch(/^Alerts separately for each host when /);
  expect(() => describeDatadogMonitor(datadogMonitor({ ...cpu, query: '' }))).toThrow(
    'monitor cpu-high is invalid: query: must not be empty',
  );
});
