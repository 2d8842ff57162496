import { catalogue } from '../catalogue/catalogue';
import { lint } from '../lint/lint';
import type { MonitorDefinition } from './definition';
import { MonitorShapeError, readApiMonitor, readTerraformMonitor } from './read-monitor';
import { validate } from './validate';

// This is the monitor from the conference talk, as cdktf synthesizes it.
const talkMonitor = {
  name: '[Step Functions] ExecutionsFailed 監視',
  type: 'metric alert',
  query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
  message: 'failed',
  monitor_thresholds: { critical: '1' },
  notify_no_data: false,
  renotify_interval: 10,
  notify_audit: false,
  timeout_h: 0,
  evaluation_delay: 900,
  include_tags: false,
  locked: false,
  new_host_delay: 300,
  no_data_timeframe: 10,
  require_full_window: false,
};

const definition = (changes: Partial<MonitorDefinition>): MonitorDefinition => ({
  ...readTerraformMonitor(talkMonitor),
  ...changes,
});
const thresholds = { critical: undefined, criticalRecovery: undefined, warning: undefined, warningRecovery: undefined };
const problems = (changes: Partial<MonitorDefinition>) => validate(definition(changes), catalogue);

test('accepts priority 0, as Datadog does', () => {
  const query = 'sum(last_5m):sum:aws.lambda.errors{*}.as_count() > 1';
  const monitor = readApiMonitor({ name: 'n', type: 'metric alert', query, priority: 0 });
  expect(monitor.priority).toBeUndefined();
  expect(validate(monitor, catalogue)).toEqual([]);
});

describe('readTerraformMonitor', () => {
  test('reads the monitor from the conference talk, with numbers as strings and the provider’s defaults', () => {
    expect(readTerraformMonitor(talkMonitor)).toMatchObject({
      thresholds: { critical: 1, warning: undefined },
      evaluationDelaySeconds: 900,
      renotifyMinutes: 10,
      noDataTimeframeMinutes: 10,
      onMissingData: undefined,
      requireFullWindow: false,
      renotifyStatuses: ['alert', 'no data'],
      tags: [],
    });
    // Source: DataDog/terraform-provider-datadog, docs/resources/monitor.md; API reference, "Create a monitor"
    const { no_data_timeframe: __, ...loud } = { ...talkMonitor, notify_no_data: true };
    expect(readTerraformMonitor(loud).noDataTimeframeMinutes).toBe(10);
    const api = { name: 'n', type: talkMonitor.type, query: talkMonitor.query, options: { notify_no_data: true } };
    expect(readApiMonitor(api).noDataTimeframeMinutes).toBeUndefined();
    const { require_full_window: _, ...silent } = talkMonitor;
    expect(readTerraformMonitor(silent).requireFullWindow).toBe(true);
    expect(
      readTerraformMonitor({ ...talkMonitor, priority: null, monitor_thresholds: [{ critical: 1 }] }).priority,
    ).toBeUndefined();
  });

  test.each([
    [{ ...talkMonitor, name: '' }, 'name: a monitor needs a name'],
    [{ ...talkMonitor, timeout_h: 'soon' }, 'timeout_h'],
    [{ ...talkMonitor, on_missing_data: 'never' }, 'on_missing_data'],
    [7, 'expected object'],
  ])('rejects %#', (attributes, message) => {
    expect(() => readTerraformMonitor(attributes)).toThrow(MonitorShapeError);
    expect(() => readTerraformMonitor(attributes)).toThrow(message);
  });
});

describe('readApiMonitor', () => {
  test('reads options and thresholds, and applies the API’s defaults', () => {
    const { name, type, query } = talkMonitor;
    const read = readApiMonitor({
      name,
      type,
      query,
      options: { thresholds: { critical: 1, warning: 0.5 }, group_retention_duration: '2d' },
    });
    expect(read).toMatchObject({
      thresholds: { critical: 1, warning: 0.5 },
      groupRetentionHours: 48,
      requireFullWindow: false,
    });
  });
});

// Source: OpenAPI specification, MonitorOptions
test('accepts options that do not affect alerts, and records the paths of unknown options', () => {
  const read = (options: object) => readApiMonitor({ ...talkMonitor, options });
  expect(read({ silenced: {}, locked: false, min_location_failed: 1, variables: [] }).name).toBe(talkMonitor.name);
  expect(read({ avalanche_window: 10, restriction_query: null })).not.toHaveProperty('unknownOptions');
  expect(read({ evaluation_delayy: 900, thresholds: { critical: 1, period: {} } })).toMatchObject({
    unknownOptions: ['evaluation_delayy', 'thresholds.period'],
  });
  const scheduling_options = { evaluation_window: { day_starts: '04:00', month_starts: 1, until: 5 }, cron: '' };
  expect(read({ scheduling_options, threshold_windows: { length: 1 } })).toMatchObject({
    schedule: { dayStarts: 240 },
    unknownOptions: [
      'scheduling_options.evaluation_window.until',
      'scheduling_options.cron',
      'threshold_windows.length',
    ],
  });
});

test('warns about unknown attributes of the API and of datadog_monitor', () => {
  const warnings = (monitor: MonitorDefinition) =>
    lint(monitor, catalogue).flatMap(({ id, message }) => (id === 'unknown-attribute' ? [message] : []));
  const { name, type, query } = talkMonitor;
  expect(warnings(readApiMonitor({ id: 1, name, type, query, optoins: {} }))).toEqual([
    'the attribute optoins is unknown; did you mean options?',
  ]);
  const monitor_thresholds = [{ critical: 1, period: 5 }];
  expect(warnings(readTerraformMonitor({ ...talkMonitor, evaluation_dealy: 1, monitor_thresholds }))).toEqual([
    'the attribute evaluation_dealy is unknown; did you mean evaluation_delay?',
    'the attribute monitor_thresholds.period is unknown',
  ]);
});

test.each([{}, { trigger_window: null, recovery_window: null }])(
  'accepts the threshold windows %j of a threshold monitor',
  (threshold_windows) => {
    const { name, type, query } = talkMonitor;
    const monitor = readApiMonitor({ name, type, query, message: null, options: { threshold_windows } });
    expect(validate(monitor, catalogue)).toEqual([]);
  },
);

describe('validate', () => {
  test('accepts the monitor from the conference talk', () => expect(problems({})).toEqual([]));

  test('rejects a threshold that differs from the query’s, with Datadog’s message', () => {
    expect(problems({ thresholds: { ...thresholds, critical: 2 } })).toEqual([
      { message: 'Alert threshold (2) does not match that used in the query (1).', column: 64 },
    ]);
  });

  test('rejects an invalid query and reports the column', () => {
    expect(problems({ query: 'sum(last_5m):sum:a.b > 1' })).toEqual([
      { message: 'a.b has no scope; use a.b{*}', column: 21 },
    ]);
  });

  test('rejects an unknown metric', () => {
    const query = 'sum(last_5m):sum:aws.states.execution_failed{*}.as_count() >= 1';
    expect(problems({ query })[0]).toEqual({
      message: 'unknown metric aws.states.execution_failed; did you mean aws.states.executions_failed?',
      column: 18,
    });
  });

  // Source: docs.datadoghq.com/monitors/notify/variables, "Conditional variables"
  test('rejects an invalid message and reports the column, but accepts an empty variable', () => {
    expect(problems({ message: 'a {{#is_alrt}}b{{/is_alrt}}' })).toEqual([
      { message: '{{#is_alrt}} is not a known condition; did you mean is_alert?', column: 3, attribute: 'message' },
    ]);
    expect(problems({ escalationMessage: '{{#is_alert}}b' })).toEqual([
      { message: '{{#is_alert}} is not closed', column: 1, attribute: 'escalation_message' },
    ]);
    expect(problems({ message: '{{nothing}}' })).toEqual([]);
  });

  const sparse = 'sum(last_5m):sum:aws.sqs.approximate_number_of_messages_visible{*} < 10';

  // Source: docs.datadoghq.com/monitors/guide/recovery-thresholds; API reference, "Validate a monitor"
  test.each<[Partial<MonitorDefinition>, string]>([
    [{ thresholds: { ...thresholds, warning: 0 } }, 'a warning threshold needs a critical threshold'],
    [
      { thresholds: { ...thresholds, critical: 1, warning: 1 } },
      'the warning threshold (1) must be below the critical threshold (1)',
    ],
    [
      { query: sparse, thresholds: { ...thresholds, critical: 10, warning: 5 } },
      'the warning threshold (5) must be above the critical threshold (10)',
    ],
    [
      { thresholds: { ...thresholds, critical: 1, criticalRecovery: 2 } },
      'the recovery threshold (2) must not be above the critical threshold (1)',
    ],
    [
      { query: sparse, thresholds: { ...thresholds, critical: 10, criticalRecovery: 9 } },
      'must not be below the critical threshold (10)',
    ],
    [
      { thresholds: { ...thresholds, critical: 1, warningRecovery: 0 } },
      'a recovery threshold for warnings needs a warning threshold',
    ],
    [
      { thresholds: { ...thresholds, critical: 1, warning: 0.5, warningRecovery: 0.7 } },
      'must not be above the warning threshold (0.5)',
    ],
    [{ evaluationDelaySeconds: 90_000 }, 'evaluation_delay is 90000; it must be a whole number from 0 to 86400'],
    [{ timeoutHours: 25 }, 'timeout_h is 25'],
    [{ priority: 6 }, 'priority is 6'],
    [{ onMissingData: 'resolve' }, 'on_missing_data cannot be combined with notify_no_data or no_data_timeframe'],
    [
      { onMissingData: 'resolve', noDataTimeframeMinutes: undefined, timeoutHours: 2 },
      'on_missing_data "resolve" cannot be combined with timeout_h',
    ],
    [{ notifyBy: ['env'] }, 'notify_by needs a monitor with groups'],
    [{ renotifyOccurrences: 3, renotifyMinutes: 0 }, 'renotify_occurrences needs renotify_interval'],
    [{ renotifyOccurrences: 0 }, 'renotify_occurrences is 0; it must be a whole number of at least 1'],
    [{ groupRetentionHours: 48 }, 'metric alert: this type does not support group_retention_duration'],
    [
      {
        query: 'sum(last_5m):default_zero(sum:aws.lambda.errors{*}) >= 1',
        onMissingData: 'show_no_data',
        noDataTimeframeMinutes: undefined,
      },
      'default_zero needs on_missing_data "default", not "show_no_data"',
    ],
    [{ type: 'metrics alert' }, 'metrics alert is not a type of monitor'],
  ])('rejects %#: %s', (changes, message) => {
    expect(problems(changes).map((problem) => problem.message)).toContainEqual(expect.stringContaining(message));
  });

  test('checks only the options if the query is not parsed', () => {
    expect(problems({ type: 'composite', query: '1 && 2', timeoutHours: 25 })).toHaveLength(1);
  });
});
