import { created, deleted, saidBy, updated } from './dangers.fixture';
import { silenced } from './silenced';

const said = saidBy(silenced);
const prod = {
  scope: 'env:prod',
  monitor_identifier: [{ monitor_tags: ['team:iot'] }],
  one_time_schedule: [{ end: '2026-12-01T00:00:00Z' }],
};

describe('a downtime', () => {
  test('tells what it silences, of which monitors, and until when', () => {
    expect(said(created('datadog_downtime_schedule.d', prod))).toEqual([
      'datadog_downtime_schedule.d silences env:prod, of the monitors team:iot, until 2026-12-01T00:00:00Z',
    ]);
    expect(
      said(created('datadog_downtime.d', { scope: ['env:prod', 'host:a'], recurrence: [{ type: 'days' }] })),
    ).toEqual(['datadog_downtime.d silences env:prod and host:a, recurring']);
  });

  test('that silences something else, or for longer, is told with what it did', () => {
    const longer = { ...prod, one_time_schedule: [{ end: '2027-01-01T00:00:00Z' }] };
    expect(said(updated('datadog_downtime_schedule.d', prod, longer))).toEqual([
      'datadog_downtime_schedule.d silences env:prod, of the monitors team:iot, until 2027-01-01T00:00:00Z; before: env:prod, of the monitors team:iot, until 2026-12-01T00:00:00Z',
    ]);
    expect(said(updated('datadog_downtime.d', { scope: ['env:dev'] }, { scope: ['*'] }))).toEqual([
      'datadog_downtime.d silences *; before: env:dev',
    ]);
  });

  test('that ends, or says something else, silences nobody', () => {
    expect(said(deleted('datadog_downtime_schedule.d', prod))).toEqual([]);
    expect(said(updated('datadog_downtime_schedule.d', prod, { ...prod, message: 'sorry' }))).toEqual([]);
  });
});
