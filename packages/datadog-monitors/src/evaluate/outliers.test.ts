import { series } from '../series/series';
import { changes, monitor, run } from './monitor.fixture';
import { NotEvaluatedError } from './not-evaluated-error';

const hosts = (...values: readonly string[]) =>
  values.map((one, at) => series(`t.gauge{k:${'abcdefg'[at] ?? ''}}`, one));
const outliers = (args: string) => monitor(`avg(last_5m):outliers(avg:t.gauge{*} by {k}, ${args}) > 0`);

const steady = ['10x20', '11x20', '12x20', '13x20'];

// Source: docs.datadoghq.com/monitors/guide/how-to-set-up-outlier-monitors
describe('outliers', () => {
  test.each(["'DBSCAN', 2", "'dbscan', 2", "'MAD', 3", "'MAD', 3, 20"])('finds the outlier group with %s', (args) => {
    const all = hosts(...steady, '12x9 50x10');
    const simulation = run(outliers(args), all, 19);
    expect(changes(simulation, 'k:e')).toContainEqual(expect.stringMatching(/^1[0-4] Alert$/));
    for (const group of ['k:a', 'k:b', 'k:c', 'k:d']) expect(changes(simulation, group)).toEqual([]);
  });

  test('finds no outliers among series that move together', () => {
    const all = hosts('1+1x19', '2+1x19', '3+1x19', '2+1x19');
    for (const args of ["'DBSCAN', 3", "'MAD', 4"])
      expect(run(outliers(args), all, 19).groups.flatMap((one) => one.changes.map(({ state }) => state))).not.toContain(
        'Alert',
      );
  });

  test('tolerates larger distances with a higher tolerance', () => {
    const all = hosts('10x20', '12x20', '11x20', '14x20');
    const alerts = (tolerance: number) => changes(run(outliers(`'DBSCAN', ${tolerance}`), all, 10), 'k:d');
    expect(alerts(1)).not.toEqual([]);
    expect(alerts(5)).toEqual([]);
  });

  test('lists as an assumption that series are compared only in common minutes', () => {
    expect(run(outliers("'MAD', 3"), hosts(...steady), 10).assumed).toContain(
      'outliers() compares two series only in minutes in which both have a point',
    );
  });

  test('does not evaluate the scaled algorithms, which are not published', () => {
    expect(() => run(outliers("'scaledDBSCAN', 3"), hosts(...steady), 10)).toThrow('only DBSCAN and MAD are published');
  });
});

// Source: docs.datadoghq.com/monitors/types/anomaly
describe('anomalies', () => {
  const anomaly = (algorithm: string, more = '') =>
    monitor(
      `avg(last_1h):anomalies(avg:t.gauge{*}, '${algorithm}', 2, direction='above', alert_window='last_5m'${more}) >= 1`,
    );
  const wave = series('t.gauge', `${'9 10 11 10 '.repeat(15)}30x9 10x20`);
  const anomalies = { windowMinutes: 60, quantile: 0.84 };

  test('approximates anomalies if the caller gives a window and a quantile, and lists the approximation in the result', () => {
    const simulation = run(anomaly('basic'), [wave], 90, { anomalies });
    expect(changes(simulation)).toEqual(['64 Alert', '70 OK']);
    expect(simulation.assumed).toEqual([
      'approximation: anomalies() expects the quantiles 0.84 and 0.16 of the previous 60 minutes (anomalies)',
      'approximation: the trigger window determines when an anomaly ends, not the recovery window',
    ]);
  });

  test('ignores anomalies in the other direction', () => {
    const low = series('t.gauge', `${'9 10 11 10 '.repeat(15)}0x9 10x20`);
    expect(changes(run(anomaly('basic'), [low], 90, { anomalies }))).toEqual([]);
  });

  test.each(['agile', 'robust'])('never evaluates the algorithm %s', (algorithm) => {
    expect(() => run(anomaly(algorithm), [wave], 90, { anomalies })).toThrow(NotEvaluatedError);
  });

  test('does not evaluate anomalies without parameters', () => {
    expect(() => run(anomaly('basic'), [wave], 90)).toThrow('contains windowMinutes and quantile');
  });
});
