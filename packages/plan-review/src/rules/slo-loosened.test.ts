import { reportedBy, updated } from './dangers.fixture';
import { sloLoosened } from './slo-loosened';
import { unreadableResources } from './unreadable-resources';

const reported = reportedBy(sloLoosened);

/** Returns an SLO in the format of DataDog/datadog 3.82, which computes `target_threshold` and `target_display`. */
const slo = (targets: Readonly<Record<string, number>>, others: object = {}) => ({
  name: 'API answers',
  type: 'metric',
  query: [{ numerator: 'sum:good{*}.as_count()', denominator: 'sum:all{*}.as_count()' }],
  sli_specification: [],
  target_threshold: 99.5,
  timeframe: '30d',
  thresholds: Object.entries(targets).map(([timeframe, target]) => ({
    target,
    target_display: '99.5',
    timeframe,
    warning: 99.7,
    warning_display: '99.7',
  })),
  ...others,
});
const changed = (before: object, after: object) =>
  reported(updated('datadog_service_level_objective.api_available', before, after));

test('reports a lower target even if the computed threshold is unchanged', () => {
  expect(changed(slo({ '30d': 99.5 }), slo({ '30d': 90 }))).toEqual([
    'datadog_service_level_objective.api_available: the target over 30d drops from 99.5% to 90%',
  ]);
  expect(changed(slo({ '30d': 90 }), slo({ '30d': 99.5 }))).toEqual([]);
});

test('compares the targets of equal timeframes', () => {
  expect(changed(slo({ '7d': 99, '30d': 99.5 }), slo({ '30d': 99 }))).toEqual([
    'datadog_service_level_objective.api_available: the target over 7d is removed and the target over 30d drops from 99.5% to 99%',
  ]);
  expect(changed(slo({ '30d': 99.5 }), slo({ '7d': 99, '30d': 99.5 }))).toEqual([]);
});

test('reads the target of the primary timeframe if there are no thresholds', () => {
  const primary = (target_threshold: number) => slo({}, { target_threshold });
  expect(changed(primary(99), primary(95))).toEqual([
    'datadog_service_level_objective.api_available: the target over 30d drops from 99% to 95%',
  ]);
});

test('reports a changed query', () => {
  const query = [{ numerator: 'sum:all{*}.as_count()', denominator: 'sum:all{*}.as_count()' }];
  expect(changed(slo({ '30d': 99.5 }), slo({ '30d': 99.5 }, { query }))).toEqual([
    'datadog_service_level_objective.api_available: the indicator is different (query.numerator)',
  ]);
});

test('is not reported as unreadable because the provider computes how to display a new target', () => {
  const { change, ...resource } = updated(
    'datadog_service_level_objective.api_available',
    slo({ '30d': 99.5 }),
    slo({ '30d': 99.9, '90d': 99.9 }),
  );
  const unreadable = reportedBy(unreadableResources);
  const withUnknown = (unknown: object) =>
    unreadable({ ...resource, change: { ...change, after_unknown: { thresholds: [{}, unknown] } } });
  expect(withUnknown({ target_display: true })).toEqual([]);
  const unknownTarget = {
    ...change,
    after: { ...slo({}), thresholds: [{ timeframe: '30d' }] },
    after_unknown: { thresholds: [{ target: true }] },
  };
  expect(unreadable({ ...resource, change: unknownTarget })).toHaveLength(1);
});
