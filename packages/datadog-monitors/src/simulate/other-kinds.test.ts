import { changes, monitor, run, sentLines } from '../evaluate/monitor.fixture';
import { readApiMonitor } from '../monitor/read-monitor';
import { series, sourceOf } from '../series/series';
import { simulate } from './simulate';
import { simulateCheck } from './simulate-check';
import { simulateComposite } from './simulate-composite';

// Source: docs.datadoghq.com/monitors/types/service_check; docs.datadoghq.com/monitors/configuration, "Check alert"
describe('a service check', () => {
  const check = (
    runs: string,
    options: object = {},
    query = '"a.up".over("env:prod").by("host").last(4).count_by_status()',
  ) => {
    const definition = readApiMonitor({ name: 'up', type: 'service check', query, options });
    const all = sourceOf(series('a.up{env:prod,host:h}', runs), series('a.up{env:dev,host:h}', '2x20'));
    return simulateCheck(definition, all, { to: 20 });
  };
  const counts = { thresholds: { critical: 3, warning: 2, ok: 2 } };

  test('alerts after consecutive critical runs, and recovers after consecutive OK runs', () => {
    const found = check('0 2 2 0 2 2 2 2 0 0 0', counts);
    expect(sentLines(found)).toEqual(['6 alert host:h', '9 recovery host:h']);
    expect(changes(found, 'host:h')).toEqual(['6 Alert', '9 OK']);
  });

  test('restarts the count after a run with another status', () => {
    expect(sentLines(check('2 2 1 2 2 0 2 2', counts))).toEqual([]);
    expect(sentLines(check('1 1 0 0', counts))).toEqual(['1 warn host:h', '3 recovery host:h']);
  });

  test('notifies about unknown runs only if a count of unknown runs is set', () => {
    expect(sentLines(check('0 3 3 0', counts))).toEqual([]);
    expect(sentLines(check('0 3 3 0', { thresholds: { unknown: 2 } }))).toEqual([
      '2 no data host:h',
      '3 recovery host:h',
    ]);
  });

  test('ignores minutes without a run, and excluded runs', () => {
    expect(sentLines(check('2 _ 2 _ 2', counts))).toEqual(['4 alert host:h']);
    const excluding = '"a.up".over("*").exclude("env:prod","env:dev").by("host").last(4).count_by_status()';
    expect(check('2x9', counts, excluding).groups).toEqual([]);
  });

  test('changes to No Data after no_data_timeframe without runs, and resolves after timeout_h', () => {
    const missing = { ...counts, notify_no_data: true, no_data_timeframe: 5 };
    expect(sentLines(check('2 2 2 _x9 0', missing))).toEqual([
      '2 alert host:h',
      '7 no data host:h',
      '12 recovery host:h',
      '17 no data host:h',
    ]);
    expect(sentLines(check('2 2 2', { ...counts, timeout_h: 0 }))).toEqual(['2 alert host:h']);
  });

  test('rejects an unknown status', () => {
    expect(() => check('0 5', counts)).toThrow('minute 1: 5 is not a check status');
    expect(() => check('1.5', counts)).toThrow('1.5 is not a check status');
  });

  test('rejects cluster percentages, and monitors that are not service checks', () => {
    const cluster = '"a.up".over("*").last(4).pct_by_status()';
    expect(() => check('0', {}, cluster)).toThrow('pct_by_status() is not evaluated');
    expect(() => simulateCheck(monitor('sum(last_5m):sum:t.count{*} > 1'), sourceOf(), { to: 1 })).toThrow(
      'it is not a service check',
    );
  });
});

// Source: docs.datadoghq.com/monitors/types/composite
describe('a composite', () => {
  const gauged = (metric: string, groups: string, tags: string, values: string) =>
    run(
      monitor(`max(last_1m):max:${metric}{*}${groups} > 5`, { new_group_delay: 0, on_missing_data: 'show_no_data' }),
      tags.split(' ').map((tag) => series(`${metric}${tag}`, values)),
      6,
    );
  const composite = (query: string, members: [string, ReturnType<typeof gauged>][], options: object = {}) =>
    simulateComposite(
      readApiMonitor({ name: 'both', type: 'composite', query, message: '{{a.value}} and {{b.value}}', options }),
      new Map(members),
      { to: 6 },
    );
  const high = gauged('t.gauge', '', '', '1 9 9 9 1 1 1');
  const higher = gauged('t.other', '', '', '1 1 9 9 9 1 1');

  test('alerts while its condition is true, and renders the values of its members', () => {
    const found = composite('1 && 2', [
      ['1', high],
      ['2', higher],
    ]);
    expect(sentLines(found)).toEqual(['2 alert', '4 recovery']);
    expect(found.notifications[0]?.text).toBe('9 and 9');
    expect(
      sentLines(
        composite('1 || 2', [
          ['1', high],
          ['2', higher],
        ]),
      ),
    ).toEqual(['1 alert', '5 recovery']);
    expect(
      sentLines(
        composite('1 && !2', [
          ['1', high],
          ['2', higher],
        ]),
      ),
    ).toEqual(['1 alert', '2 recovery']);
  });

  test('evaluates only groups whose tag values occur in both members', () => {
    const a = gauged('t.gauge', ' by {k}', '{k:x} {k:y}', '1 9 9 1');
    const b = gauged('t.other', ' by {l}', '{l:y} {l:z}', '1 9 9 1');
    expect(
      sentLines(
        composite('1 && 2', [
          ['1', a],
          ['2', b],
        ]),
      ),
    ).toEqual(['1 alert k:y', '3 recovery k:y']);
    expect(
      sentLines(
        composite('1 && 2', [
          ['1', a],
          ['2', high],
        ]),
      ),
    ).toHaveLength(4);
  });

  test('changes to No Data only if missing data notifies; otherwise, keeps the last known state', () => {
    const gone = gauged('t.gauge', '', '', '1 9 _ _ 1');
    const members: [string, typeof gone][] = [
      ['1', gone],
      ['2', higher],
    ];
    expect(changes(composite('1 && 2', members))).toEqual([]);
    expect(changes(composite('1 && 2', members, { notify_no_data: true }))).toEqual(['2 No Data', '4 OK']);
    expect(changes(composite('1 || 2', members, { notify_no_data: true }))).toEqual(['1 Alert', '5 No Data']);
  });

  test('alerts although a downtime mutes its members', () => {
    const muted = simulate(monitor('max(last_1m):max:t.gauge{*} > 5'), sourceOf(series('t.gauge', '1 9 9 9 1 1 1')), {
      to: 6,
      downtimes: [{ from: 0, to: 7, tags: {} }],
    });
    expect(sentLines(muted)).toEqual([]);
    const members: [string, typeof muted][] = [
      ['1', muted],
      ['2', higher],
    ];
    expect(sentLines(composite('1 && 2', members))).toEqual(['2 alert', '4 recovery']);
  });

  test('rejects a missing member instead of treating it as OK', () => {
    expect(() => composite('1 && 3', [['1', high]])).toThrow(
      'the composite uses 3, which is not one of the given members (1)',
    );
  });
});
