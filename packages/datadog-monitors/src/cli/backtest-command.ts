import { createCommand, createProgress, type Progress, printJson } from '@himeshima/cli';
import { excerpt, type MonitorDefinition, parseMonitorQuery, QueryError, type Simulation, validate } from '../index';
import { type MonitorSource, monitorNamed } from './monitor-source';
import { runOver } from './run-over-series';
import { seriesOf, withSeriesOptions } from './series-options';
import { type Alert, alertsIn, type Tally, tallyOf } from './tally';

interface Backtested {
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly query?: string | undefined;
  readonly timeZone: string;
  readonly json?: true | undefined;
}

/** Creates the command that counts the notifications that a monitor would have sent. @param name name of the program */
export const backtestCommand = (name: string, { timeZone }: { readonly timeZone: string }) =>
  withSeriesOptions(
    createCommand('backtest', {
      summary: 'Evaluates a monitor over exported data: alerts, minutes in alert, pages at night, flapping.',
      example: `${name} backtest states_executions_failed --data september.json --query 'sum(last_5m):… >= 3'`,
    }),
  )
    .option('--query <query>', 'alternative query to compare with')
    .option('--time-zone <zone>', 'time zone of the on-call staff, for pages at night (22:00 to 7:00)', timeZone)
    .option('--json', 'print JSON');

export function backtest(id: string, options: Backtested, source: MonitorSource): void {
  const { definition } = monitorNamed(id, source);
  const { timeZone } = options;
  refuseUnknownZone(timeZone);
  const changed = options.query === undefined ? [] : [changedQuery(definition, options.query, source)];
  const runs = runsWith(createProgress(process.stderr));
  const outcomes = runs.map((run) => ({ query: run.monitor.query, ...tallyOf(run, timeZone), all: alertsIn(run) }));
  if (options.json) printJson({ id, timeZone, from: runs[0]?.from, to: runs[0]?.to, outcomes });
  else console.log(printed(definition, runs, timeZone));

  function runsWith(progress: Progress): readonly Simulation[] {
    try {
      progress.show(options.data === undefined ? 'reading the series' : `reading ${options.data.join(', ')}`);
      const all = seriesOf(options);
      progress.show(`evaluating ${all.length} series`);
      return [definition, ...changed].map((one) => runOver(one, all, options, source));
    } finally {
      progress.clear();
    }
  }
}

function refuseUnknownZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone });
  } catch {
    throw new Error(`unknown --time-zone ${timeZone}; use a name such as Asia/Tokyo, Europe/Berlin or UTC`);
  }
}

/**
 * Returns a copy of the monitor with another query and that query's critical threshold. @throws Error if Datadog would reject the copy
 */
function changedQuery(definition: MonitorDefinition, query: string, { catalogue }: MonitorSource): MonitorDefinition {
  const changed = {
    ...definition,
    query,
    thresholds: { ...definition.thresholds, critical: criticalIn(definition, query) },
  };
  const [problem] = validate(changed, catalogue);
  if (problem) throw new Error(`--query${problem.column ? `, column ${problem.column}` : ''}: ${problem.message}`);
  return changed;
}

function criticalIn({ type }: MonitorDefinition, query: string): number | undefined {
  try {
    const parsed = parseMonitorQuery(type, query);
    return 'threshold' in parsed ? parsed.threshold.value : undefined;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    console.error(excerpt(query, error.column));
    throw new Error(`--query, column ${error.column}: ${error.message}`);
  }
}

const rows: readonly [string, keyof Tally, string][] = [
  ['alerts', 'alerts', ''],
  ['minutes in alert', 'minutesInAlert', ''],
  ['pages at night', 'pagesAtNight', '22:00 to 7:00, '],
  ['flapping', 'flapping', 'alerts within 30 minutes of a recovery'],
];

const mostListed = 20;

function printed(definition: MonitorDefinition, runs: readonly Simulation[], timeZone: string): string {
  const [run, other] = runs;
  if (!run) return '';
  const time = clockIn(timeZone);
  const days = Number(((run.to - run.from + 1) / 1440).toFixed(1));
  const tallies = runs.map((one) => tallyOf(one, timeZone));
  const cells = tallies.length === 1 ? '' : `${'current'.padStart(12)}${'with --query'.padStart(14)}`;
  const table = rows.map(([label, key, note]) => {
    const values = tallies.map((tally, at) => String(tally[key]).padStart(at === 0 ? 12 : 14)).join('');
    return `  ${label.padEnd(18)}${values}   ${key === 'pagesAtNight' ? note + timeZone : note}`.trimEnd();
  });
  return [
    definition.name,
    `  ${definition.query}`,
    ...(other ? [`  ${other.monitor.query}   (--query)`] : []),
    `  ${time(run.from)} to ${time(run.to)} ${timeZone} (${days} days), ${run.groups.length} groups`,
    '',
    ...(cells === '' ? [] : [`  ${''.padEnd(18)}${cells}`]),
    ...table,
    ...listedAlerts(alertsIn(run), time),
  ].join('\n');
}

function listedAlerts(alerts: readonly Alert[], time: (minute: number) => string): string[] {
  if (alerts.length === 0) return [];
  const shown = alerts.slice(0, mostListed).map(({ group, from, to, value }) => {
    const lasted = to === undefined ? 'until the end' : `${to - from} min`;
    return `  ${time(from)}  ${lasted.padEnd(13)}  ${group === '*' ? '' : `${group}  `}${value ?? ''}`.trimEnd();
  });
  const more = alerts.length - shown.length;
  return ['', ...shown, ...(more > 0 ? [`  … and ${more} more; use --json to list all`] : [])];
}

function clockIn(timeZone: string): (minute: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (minute) => format.format(minute * 60_000);
}
