import { created, deleted, reportedBy, updated } from './dangers.fixture';
import { downtimeAdded } from './downtime-added';

const reported = reportedBy(downtimeAdded);
const prod = {
  scope: 'env:prod',
  monitor_identifier: [{ monitor_tags: ['team:iot'] }],
  one_time_schedule: [{ end: '2026-12-01T00:00:00Z' }],
};

describe('downtimeAdded', () => {
  test('reports a new downtime with its scope, monitors and end time', () => {
    expect(reported(created('datadog_downtime_schedule.d', prod))).toEqual([
      'datadog_downtime_schedule.d silences env:prod, only for monitors matching team:iot, until 2026-12-01T00:00:00Z',
    ]);
    expect(
      reported(created('datadog_downtime.d', { scope: ['env:prod', 'host:a'], recurrence: [{ type: 'days' }] })),
    ).toEqual(['datadog_downtime.d silences env:prod and host:a, recurring']);
  });

  test('reports the old and new scope of a downtime that silences other monitors or ends later', () => {
    const longer = { ...prod, one_time_schedule: [{ end: '2027-01-01T00:00:00Z' }] };
    expect(reported(updated('datadog_downtime_schedule.d', prod, longer))).toEqual([
      'datadog_downtime_schedule.d silences env:prod, only for monitors matching team:iot, until 2027-01-01T00:00:00Z; before: env:prod, only for monitors matching team:iot, until 2026-12-01T00:00:00Z',
    ]);
    expect(reported(updated('datadog_downtime.d', { scope: ['env:dev'] }, { scope: ['*'] }))).toEqual([
      'datadog_downtime.d silences *; before: env:dev',
    ]);
  });

  test('ignores a downtime that only ends earlier', () => {
    const [until, before] = ['2026-12-01T00:00:00Z', '2026-11-30T12:00:00Z'].map((end) => ({
      ...prod,
      one_time_schedule: [{ end }],
    }));
    expect(reported(updated('datadog_downtime_schedule.d', until ?? {}, before ?? {}))).toEqual([]);
    expect(
      reported(updated('datadog_downtime.d', { scope: ['*'], end: 0 }, { scope: ['*'], end: 1_790_000_000 })),
    ).toEqual([]);
    expect(reported(updated('datadog_downtime.d', { scope: ['*'], end: 9 }, { scope: ['*'], end: 0 }))).toHaveLength(1);
    const wider = { ...before, scope: '*' };
    expect(reported(updated('datadog_downtime_schedule.d', until ?? {}, wider))).toHaveLength(1);
  });

  test('ignores a deleted downtime, and a downtime if only its message changes', () => {
    expect(reported(deleted('datadog_downtime_schedule.d', prod))).toEqual([]);
    expect(reported(updated('datadog_downtime_schedule.d', prod, { ...prod, message: 'sorry' }))).toEqual([]);
  });
});
