import { MonitorShapeError, readMonitorLeniently, readTerraformMonitor } from './read-monitor';

/**
 * Attributes in the form in which provider DataDog/datadog 3.82 writes them to the state, and therefore to every plan after creation.
 */
const inState = {
  draft_status: 'published',
  enable_logs_sample: null,
  escalation_message: '',
  evaluation_delay: 900,
  group_retention_duration: '',
  id: '243450003',
  include_tags: false,
  locked: false,
  message: '{{#is_alert}}@slack-iot-oncall{{/is_alert}}',
  monitor_threshold_windows: [],
  monitor_thresholds: [
    { critical: '1', critical_recovery: '', ok: '', unknown: '', warning: '', warning_recovery: '' },
  ],
  name: '[Step Functions] ExecutionsFailed',
  new_group_delay: 0,
  new_host_delay: 300,
  no_data_timeframe: 0,
  notification_preset_name: '',
  notify_audit: false,
  notify_by: [],
  notify_no_data: false,
  on_missing_data: '',
  priority: '1',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  renotify_interval: 10,
  renotify_occurrences: 0,
  renotify_statuses: null,
  require_full_window: false,
  restricted_roles: null,
  scheduling_options: [],
  tags: ['environment:dev'],
  timeout_h: 0,
  type: 'query alert',
  validate: null,
  variables: [],
};

describe('readTerraformMonitor', () => {
  test("reads the provider's zero values as attributes that are not set", () => {
    expect(readTerraformMonitor(inState)).toMatchObject({
      thresholds: { critical: 1, criticalRecovery: undefined, warning: undefined, warningRecovery: undefined },
      onMissingData: undefined,
      groupRetentionHours: undefined,
      newGroupDelaySeconds: undefined,
      newHostDelaySeconds: 300,
      renotifyOccurrences: undefined,
      escalationMessage: undefined,
      schedule: undefined,
    });
  });

  test('reads an evaluation window with zero values in unused fields', () => {
    const window = { day_starts: '04:00', hour_starts: 0, month_starts: 1, timezone: '' };
    const scheduling_options = [{ custom_schedule: [], evaluation_window: [window] }];
    expect(readTerraformMonitor({ ...inState, scheduling_options }).schedule).toMatchObject({
      dayStarts: 240,
      hourStarts: 0,
      monthStarts: 1,
      timezone: 'UTC',
    });
  });

  test('keeps 0 if it is a valid value, such as a threshold or a delay for new hosts', () => {
    const zero = { ...inState, monitor_thresholds: { critical: 0 }, new_host_delay: 0 };
    expect(readTerraformMonitor(zero)).toMatchObject({ thresholds: { critical: 0 }, newHostDelaySeconds: 0 });
  });
});

describe('readMonitorLeniently', () => {
  test('reads a monitor with unknown attributes', () => {
    const { definition, unread } = readMonitorLeniently({ ...inState, silenced: { '*': 0 }, avalanche_window: 60 });
    expect(definition).toEqual(readTerraformMonitor(inState));
    expect(unread).toEqual([]);
  });

  test('reports malformed attributes and reads the remaining attributes', () => {
    const thresholds = [{ critical: 'high', warning: '0.5', critical_query: 'x' }];
    const { definition, unread } = readMonitorLeniently({
      ...inState,
      monitor_thresholds: thresholds,
      on_missing_data: 'guess',
      renotify_statuses: ['alert', 'sometimes'],
    });
    expect(unread.map(({ path }) => path).sort()).toEqual([
      'monitor_thresholds.critical',
      'monitor_thresholds.critical_query',
      'on_missing_data',
      'renotify_statuses.1',
    ]);
    expect(definition).toMatchObject({
      thresholds: { critical: undefined, warning: 0.5 },
      onMissingData: undefined,
      evaluationDelaySeconds: 900,
    });
  });

  test('reads a composite whose query and message are known after apply', () => {
    const { query: _query, message: _message, ...known } = inState;
    const { definition, unread } = readMonitorLeniently({ ...known, type: 'composite', monitor_thresholds: [] });
    expect(definition).toMatchObject({ type: 'composite', query: '', message: '', renotifyMinutes: 10 });
    expect(unread).toEqual([]);
  });

  test('rejects a monitor without a type', () => {
    expect(() => readMonitorLeniently({ ...inState, type: 7 })).toThrow(MonitorShapeError);
  });
});
