import { catalogue, series, simulate, sourceOf, validate } from '@himeshima/datadog-monitors';
import { composite, type DeclaredMonitor, logAlert, metricAlert } from './declare';
import { definitionOf as definitionIn } from './definition';
import type { AnySettings } from './monitor-schema';
import { testMonitoring } from './monitoring.fixture';

const definitionOf = (monitor: DeclaredMonitor, environment = 'prod') =>
  definitionIn(monitor, { ...testMonitoring, environment: { ...testMonitoring.environment, name: environment } });

const props = { id: 'x', name: 'x', severity: 'page', runbook: 'x', summary: 'x', impact: 'x' } as const;
const query = 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname,executedversion}.as_count() >= 3';

describe('a metric alert', () => {
  test.each<[AnySettings, object]>([
    [{ newGroupDelay: 120 }, { newGroupDelaySeconds: 120, newHostDelaySeconds: undefined }],
    [{ escalationMessage: 'Still failing.' }, { escalationMessage: 'Still failing.' }],
    [{ renotifyStatuses: ['warn'] }, { renotifyStatuses: ['warn'] }],
    [{ notifyBy: ['functionname'] }, { notifyBy: ['functionname'] }],
    [
      { thresholdWindows: { triggerWindow: 'last_15m', recoveryWindow: 'last_30m' } },
      { thresholdWindows: { triggerWindow: 'last_15m', recoveryWindow: 'last_30m' } },
    ],
    [
      { schedulingOptions: { evaluationWindow: { dayStarts: '04:00', monthStarts: 1 } } },
      { schedule: { dayStarts: 240 } },
    ],
    [{ restrictedRoles: ['a'] }, { priority: 1 }],
  ])('a metric alert has the setting %j in its definition', (settings, expected) => {
    const monitor = metricAlert({ ...props, query, settings });
    expect(monitor.faults).toEqual([]);
    expect(definitionOf(monitor)).toMatchObject(expected);
  });

  test('a simulation uses the settings of the monitor', () => {
    const monitor = metricAlert({ ...props, query, settings: { newGroupDelay: 1200, notifyBy: ['functionname'] } });
    expect(validate(definitionOf(monitor), catalogue)).toEqual([]);
    const failing = ['1', '2'].map((version) =>
      series(`aws.lambda.errors{functionname:a,executedversion:${version}}`, '5x60'),
    );
    const run = simulate(definitionOf(monitor), sourceOf(...failing), { to: 60, catalogue });
    expect(run.notifications[0]).toMatchObject({ group: 'functionname:a', transition: 'alert' });
    expect(run.notifications[0]?.minute).toBeGreaterThanOrEqual(20);
  });
});

test('a log alert has settings that other monitors lack', () => {
  const settings = { enableLogsSample: true, groupRetentionDuration: '2d', newGroupDelay: 60 };
  const log = 'logs("status:error").index("*").rollup("count").by("service").last("5m") > 10';
  const monitor = logAlert({ ...props, query: log, settings });
  expect(definitionOf(monitor)).toMatchObject({ groupRetentionHours: 48, newGroupDelaySeconds: 60 });
  expect(validate(definitionOf(monitor), catalogue)).toEqual([]);
});

test('a composite uses its own escalation message and renotification interval', () => {
  const settings = { escalationMessage: 'Both still fail.', renotifyInterval: 60 };
  expect(definitionOf(composite({ ...props, query: 'a && b', settings }))).toMatchObject({
    escalationMessage: 'Both still fail.',
    renotifyMinutes: 60,
    renotifyOccurrences: undefined,
  });
});

test.each([
  [{ groupRetentionDuration: '2d' }, /Unrecognized key: "groupRetentionDuration"/],
  [
    { schedulingOptions: { evaluationWindow: { dayStarts: '4', monthStarts: 1 } } },
    /dayStarts: must be a time such as 04:00/,
  ],
  [{ schedulingOptions: { evaluationWindow: { monthStarts: 1 } } }, /dayStarts and monthStarts must be set together/],
  [
    { schedulingOptions: { evaluationWindow: { hourStarts: 1, dayStarts: '04:00', monthStarts: 1 } } },
    /hourStarts cannot be/,
  ],
])('reports a metric alert with the invalid settings %j', (settings, message) => {
  const unchecked: object = { ...props, query, settings };
  const monitor = metricAlert({ ...props, query, ...unchecked });
  expect(monitor.faults).toEqual([expect.stringMatching(message)]);
});

describe('definitionOf with overrides for an environment', () => {
  const monitor = metricAlert({
    ...props,
    query,
    tags: ['service:jobs'],
    priority: 2,
    warning: 2,
    environments: { dev: { threshold: 30, warning: 20, priority: 5 } },
  });

  test('replaces thresholds and priority in that environment only', () => {
    expect(definitionOf(monitor)).toMatchObject({ query, priority: 2, thresholds: { critical: 3, warning: 2 } });
    expect(definitionOf(monitor, 'dev')).toMatchObject({
      query: query.replace('>= 3', '>= 30'),
      priority: 5,
      thresholds: { critical: 30, warning: 20 },
    });
  });

  test('keeps the tags', () => {
    expect(definitionOf(monitor, 'dev').tags.at(-1)).toBe('service:jobs');
  });

  test('reports a threshold for a kind without thresholds', () => {
    const wrong = composite({ ...props, query: 'a && b', environments: { dev: { threshold: 3 } } });
    expect(wrong.faults).toEqual(['environments.dev.threshold: a composite does not have this property']);
  });
});
