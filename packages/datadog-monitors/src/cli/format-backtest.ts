import { alertStrip, stripDays } from '../backtest/alert-strip';
import { clockIn } from '../backtest/clock';
import type { BacktestSide } from '../backtest/compare-backtests';
import type { AlertChanges } from '../backtest/match-alerts';
import type { Alert, Tally } from '../backtest/tally';
import { span } from '../chart/columns';
import type { MonitorDefinition } from '../monitor/definition';

/** Version of a monitor in a comparison. */
export interface Version {
  /** Column heading. */
  readonly label: string;
  readonly definition: MonitorDefinition;
}

/** Outcome of a version over the data. */
export interface Outcome extends Version {
  readonly side: BacktestSide;
}

/** Outcomes of one monitor's versions over the same data. */
export interface ComparedVersions {
  readonly timeZone: string;
  /** First and last minute since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Interval between two points in minutes. */
  readonly resolutionMinutes: number;
  /** One or two versions, older first. */
  readonly outcomes: readonly Outcome[];
}

interface Row {
  readonly label: string;
  readonly value: (tally: Tally) => string;
  readonly note: (timeZone: string) => string;
}

const none = () => '';

const rows: readonly Row[] = [
  { label: 'alerts', value: ({ alerts }) => String(alerts), note: none },
  { label: 'minutes in alert', value: ({ minutesInAlert }) => String(minutesInAlert), note: none },
  { label: 'longest alert', value: ({ longestAlert }) => span(longestAlert), note: none },
  { label: 'pages', value: ({ pages }) => String(pages), note: () => 'with renotifications, without recoveries' },
  {
    label: 'pages at night',
    value: ({ pagesAtNight }) => String(pagesAtNight),
    note: (zone) => `22:00 to 7:00, ${zone}`,
  },
  {
    label: 'flapping',
    value: ({ flapping }) => String(flapping),
    note: () => 'alerts within 30 minutes of a recovery',
  },
];

const mostListed = 20;
const label = 18;
const stripColumns = 72;

/** Formats a backtest for a terminal. @param changes alerts that only one of two versions raises */
export function formatBacktest(name: string, compared: ComparedVersions, changes: AlertChanges | undefined): string {
  const { timeZone, from, to, outcomes } = compared;
  const time = clockIn(timeZone);
  const days = Number(((to - from + 1) / 1440).toFixed(1));
  const groups = outcomes[0]?.side.groups ?? 0;
  return [
    name,
    ...outcomes.map(({ definition: { query }, ...one }, at) => `  ${query}${at === 0 ? '' : `   (${one.label})`}`),
    `  ${time(from)} to ${time(to)} ${timeZone} (${counted(days, 'day')}), ${counted(groups, 'group')}, ${resolution(compared)}`,
    '',
    ...headings(outcomes),
    ...rows.map((row) => rowText(row, outcomes, timeZone)),
    '',
    ...strips(compared),
    ...listed(changes, outcomes, time),
  ].join('\n');
}

const resolution = ({ resolutionMinutes: minutes }: ComparedVersions) =>
  minutes === 1 ? 'one point per minute' : `one point per ${minutes} minutes`;

const headings = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.length < 2 ? [] : [`  ${''.padEnd(label)}${cells(outcomes.map((one) => one.label))}`];

const cells = (texts: readonly string[]) => texts.map((text, at) => text.padStart(at === 0 ? 12 : 14)).join('');

function rowText({ label: name, value, note }: Row, outcomes: readonly Outcome[], timeZone: string): string {
  return `  ${name.padEnd(label)}${cells(outcomes.map(({ side }) => value(side.tally)))}   ${note(timeZone)}`.trimEnd();
}

function strips({ outcomes, from, to, timeZone }: ComparedVersions): readonly string[] {
  const range = { from, to };
  return [
    ...outcomes.map((one) => `  ${one.label.padEnd(14)}${alertStrip(one.side.alerts, range, stripColumns)}`),
    `  ${''.padEnd(14)}${stripDays(range, timeZone, stripColumns)}`.trimEnd(),
  ];
}

function listed(
  changes: AlertChanges | undefined,
  outcomes: readonly Outcome[],
  time: (minute: number) => string,
): readonly string[] {
  if (changes === undefined) return section('alerts', outcomes[0]?.side.alerts ?? [], time);
  return [...section('removed', changes.removed, time), ...section('added', changes.added, time)];
}

function section(title: string, alerts: readonly Alert[], time: (minute: number) => string): readonly string[] {
  if (alerts.length === 0) return [];
  const shown = alerts.slice(0, mostListed).map((alert) => `  ${alertText(alert, time)}`);
  const more = alerts.length - shown.length;
  return ['', `  ${title}`, ...shown, ...(more > 0 ? [`  … and ${more} more; use --json to list all`] : [])];
}

function alertText({ group, from, to, value }: Alert, time: (minute: number) => string): string {
  const lasted = to === undefined ? 'until the end' : `${to - from} min`;
  return `${time(from)}  ${lasted.padEnd(13)}  ${group === '*' ? '' : `${group}  `}${value ?? ''}`.trimEnd();
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
