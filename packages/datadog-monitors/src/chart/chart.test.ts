import { monitor, run } from '../evaluate/monitor.fixture';
import { series } from '../series/series';
import { span } from './columns';
import { svgChart } from './svg';
import { textChart } from './text';

const limits = { thresholds: { critical: 5, warning: 3, critical_recovery: 4 } };
const grouped = monitor('max(last_1m):max:t.gauge{*} by {k} > 5', limits);
const all = [series('t.gauge{k:<a>}', '1x9 4x4 6x9 1x9'), series('t.gauge{k:b}', '1 _ 2')];

describe('textChart', () => {
  test('draws values, thresholds, states, times and notifications of each group', () => {
    const text = textChart(run(grouped, all, 30), 60);
    expect(text.split('\n\n')).toHaveLength(2);
    expect(text).toContain('k:<a>');
    expect(text).toContain('threshold 5');
    expect(text).toContain('recovery 4');
    expect(text).toContain('10m warn; 15m alert; 25m recovery');
    expect(text).toContain('none');
  });

  test('fits the given width without dropping an alert', () => {
    const short = [series('t.gauge{k:b}', '1x700 9 1x700')];
    const text = textChart(run(grouped, short, 1400), 60);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110);
    expect(text).toContain('A');
    expect(text).toContain('11h41m alert');
  });

  test.each([
    ['0x4 1x4 0x20', 'OK   A    OK'],
    ['0x4 1x5 0x20', 'OK   ALERT OK'],
    ['0x4 1 0x20', 'OK   A OK'],
    ['0x4 1 0 1 0 1', 'OK   AOAO ALERT'],
  ])('draws the states %s without overlapping their names: %s', (values, states) => {
    const flat = monitor('max(last_1m):max:t.gauge{*} > 0');
    const text = textChart(run(flat, [series('t.gauge', values)], values.length > 10 ? 20 : 9), 60);
    expect(/^state +(.*)$/m.exec(text)?.[1]).toBe(states);
  });

  test('reports a run that never had data', () => {
    expect(textChart(run(grouped, [], 5))).toContain('never had data');
  });
});

describe('svgChart', () => {
  const svg = svgChart(run(grouped, all, 30));

  test('shows every threshold, state and notification, and escapes all text', () => {
    expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
    for (const text of ['threshold 5', 'warning 3', 'k:&lt;a&gt;', 'Alert from 15m', '15m alert'])
      expect(svg).toContain(text);
    expect(svg).not.toContain('<a>');
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('centers each time label under its minute on the axis', () => {
    expect(svg).toMatch(/<text x="[\d.]+" y="\d+" text-anchor="middle" fill="#777">4m<\/text>/);
  });

  test('specifies fonts with Japanese characters, and truncates a long Japanese name at the edge', () => {
    const picture = svgChart(run({ ...grouped, name: '監視'.repeat(40) }, [], 5));
    expect(picture).toContain('Hiragino Sans');
    expect(picture).toContain(`<text x="70" y="22" font-size="15">${'監視'.repeat(26)}…</text>`);
  });

  test('draws a month without marking each point', () => {
    const month = run(grouped, [series('t.gauge{k:b}', '1x43199')], 43_199);
    expect(svgChart(month).length).toBeLessThan(40_000);
  });
});

test.each([
  [5, '5m'],
  [60, '1h'],
  [65, '1h05m'],
  [1440, '1d00h'],
  [2945, '2d01h05m'],
])('%d minutes are %s', (minutes, text) => expect(span(minutes)).toBe(text));
