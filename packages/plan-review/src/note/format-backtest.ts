import { type Alert, alertStrip, clockIn, span, stripDays, type Tally } from '@himeshima/datadog-monitors';
import type { BacktestedMonitor, BacktestReview } from '../backtest-review';
import { counted, joined, type Phrase, say, words } from '../phrase';

export type AvailableBacktest = Exclude<BacktestReview, { readonly unavailable: string }>;

type ComparedResult = Exclude<BacktestedMonitor['result'], { readonly reason: string }>;

/** Maximum number of alerts to list for each monitor. */
const listedAtMost = 10;
const stripColumns = 56;

/** Describes the data of a backtest: time range, time zone, resolution and source. */
export function backtestData({ from, to, timeZone, resolutionMinutes, source, monitors }: AvailableBacktest): Phrase {
  const time = clockIn(timeZone);
  const own = monitors.flatMap(({ ownResolution }) => ownResolution ?? []);
  const every =
    own.length === 0 ? everyMinutes(resolutionMinutes) : `every ${Math.min(...own)} to ${Math.max(...own)} minutes`;
  return words(`${time(from)} to ${time(to)} ${timeZone} (${daysOf({ from, to })}), a point ${every}, from ${source}`);
}

const everyMinutes = (minutes: number) => (minutes === 1 ? 'every minute' : `every ${minutes} minutes`);

export const daysOf = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  counted(Number(((to - from) / 1440).toFixed(1)), 'day');

/** Formats the number of pages: `5 pages → 2`, `new: 3 pages`, `deleted: 5 pages`. */
export function pagesChanged({ before, after }: ComparedResult): string {
  if (before === undefined) return after === undefined ? '' : `new: ${counted(after.tally.pages, 'page')}`;
  const pages = counted(before.tally.pages, 'page');
  return after === undefined ? `deleted: ${pages}` : `${pages} → ${after.tally.pages}`;
}

interface Measure {
  readonly name: string;
  readonly value: (tally: Tally) => string;
}

const measures: readonly Measure[] = [
  { name: 'alerts', value: ({ alerts }) => String(alerts) },
  { name: 'pages at night', value: ({ pagesAtNight }) => String(pagesAtNight) },
  { name: 'flapping', value: ({ flapping }) => String(flapping) },
  { name: 'longest alert', value: ({ longestAlert }) => span(longestAlert) },
];

/** Summarizes the result of a monitor: `5 pages → 2; alerts 4 → 2, …`. Returns the reason if the monitor was not compared. */
export function resultSummary({ result, ownResolution }: Pick<BacktestedMonitor, 'result' | 'ownResolution'>): Phrase {
  if ('reason' in result) return say`not compared: ${{ prose: result.reason }}`;
  const texts = measures.map(({ name, value }): Phrase => {
    const values = [result.before, result.after].flatMap((side) => (side === undefined ? [] : [value(side.tally)]));
    return words(`${name} ${[...new Set(values)].join(' → ')}`);
  });
  const points = ownResolution === undefined ? [] : words(`; a point ${everyMinutes(ownResolution)}`);
  return [`${pagesChanged(result)}; `, ...texts.flatMap((text, at) => (at === 0 ? text : [', ', ...text])), ...points];
}

/** Returns one line with the alerts that a change removes, and one line with the alerts that a change adds. */
export function alertLines({ result }: BacktestedMonitor, timeZone: string): readonly Phrase[] {
  if ('reason' in result) return [];
  const time = clockIn(timeZone);
  return [
    ...alertsLine('no longer alerts', result.removed, time),
    ...alertsLine('additionally alerts', result.added, time),
  ];
}

function alertsLine(verb: string, alerts: readonly Alert[], time: (minute: number) => string): readonly Phrase[] {
  if (alerts.length === 0) return [];
  const shown = alerts.slice(0, listedAtMost).map((alert) => alertPhrase(alert, time));
  const more = alerts.length - shown.length;
  return [[`${verb} at `, ...joined(more > 0 ? [...shown, words(`${more} more times`)] : shown)]];
}

function alertPhrase({ group, from, to }: Alert, time: (minute: number) => string): Phrase {
  const lasted = to === undefined ? 'until the end' : `for ${span(to - from)}`;
  const when = words(`${time(from)} ${lasted}`);
  return group === '*' ? when : [...when, ' ', { code: group }];
}

/** Draws a timeline of three lines: the alerts before the change, the alerts after the change, and the days. */
export function timelineLines({ result }: BacktestedMonitor, data: AvailableBacktest): readonly string[] {
  if ('reason' in result) return [];
  const range = { from: data.from, to: data.to - 1 };
  const sides: readonly (readonly [string, ComparedResult['before']])[] = [
    ['before', result.before],
    ['after', result.after],
  ];
  const label = 8;
  return [
    ...sides.flatMap(([name, side]) =>
      side === undefined ? [] : [`${name.padEnd(label)}${alertStrip(side.alerts, range, stripColumns)}`],
    ),
    `${''.padEnd(label)}${stripDays(range, data.timeZone, stripColumns)}`.trimEnd(),
  ];
}
