import { createCommand, createProgress, printJson } from '@himeshima/cli';
import { parseTimeZone } from '../backtest/clock';
import { summarize } from '../backtest/compare-backtests';
import { matchAlerts } from '../backtest/match-alerts';
import { pointInterval } from '../backtest/point-interval';
import { excerpt, type MonitorDefinition, parseMonitorQuery, QueryError, validate } from '../index';
import { type ApiBacktestOptions, apiBacktest } from './api-backtest';
import { sourceIn } from './file-source';
import { type ComparedVersions, formatBacktest, type Version } from './format-backtest';
import { type MonitorSource, monitorNamed } from './monitor-source';
import { runOver } from './run-over-series';
import { seriesOf, withSeriesOptions } from './series-options';

interface BacktestCommandOptions extends ApiBacktestOptions {
  readonly series?: readonly string[] | undefined;
  readonly data?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly query?: string | undefined;
  readonly against?: string | undefined;
  readonly json?: true | undefined;
}

/** Creates the command that counts the notifications that a monitor would have sent. @param name name of the program */
export const backtestCommand = (name: string, { timeZone }: { readonly timeZone: string }) =>
  withSeriesOptions(
    createCommand('backtest', {
      summary:
        'Evaluates a monitor over past metrics: pages, minutes in alert, pages at night, flapping. Without --data and --series, reads the metrics from Datadog with DD_API_KEY and DD_APP_KEY.',
      example: `${name} backtest states_executions_failed --data september.json --query 'sum(last_5m):… >= 3'
DD_SITE=datadoghq.eu ${name} backtest states_executions_failed --days 30 --time-zone Asia/Tokyo`,
    }),
  )
    .option('--query <query>', 'alternative query to compare with')
    .option('--against <file>', 'file with an earlier version of the monitor to compare with')
    .option('--days <days>', 'number of days to read from Datadog', '7')
    .option(
      '--time-zone <zone>',
      'time zone of the on-call staff, for pages at night (22:00 to 7:00)',
      parseTimeZone,
      timeZone,
    )
    .option('--json', 'print JSON');

export async function backtest(id: string, options: BacktestCommandOptions, source: MonitorSource): Promise<void> {
  const { definition } = monitorNamed(id, source);
  const { timeZone } = options;
  const versions = await versionsOf(id, definition, options, source);
  const { data = [], series = [] } = options;
  const compared = data.length + series.length > 0 ? overFiles() : await apiBacktest(id, versions, options);
  const [first, other] = compared.outcomes;
  const changes = first && other ? matchAlerts(first.side.alerts, other.side.alerts) : undefined;
  if (options.json) {
    const { from, to } = compared;
    const outcomes = compared.outcomes.map(({ definition: { query }, side }) => ({
      query,
      ...side.tally,
      all: side.alerts,
    }));
    printJson({ id, timeZone, from, to, resolutionMinutes: compared.resolutionMinutes, outcomes, ...changes });
  } else console.log(formatBacktest(definition.name, compared, changes));

  function overFiles(): ComparedVersions {
    const progress = createProgress(process.stderr);
    try {
      progress.show(data.length === 0 ? 'reading the series' : `reading ${data.join(', ')}`);
      const all = seriesOf(options);
      progress.show(`evaluating ${all.length} series`);
      const runs = versions.map((one) => ({ ...one, run: runOver(one.definition, all, options, source) }));
      const [{ from, to } = { from: 0, to: -1 }] = runs.map(({ run }) => run);
      const outcomes = runs.map((one) => ({ ...one, side: summarize(one.run, timeZone) }));
      return { timeZone, from, to, resolutionMinutes: pointInterval(all), outcomes };
    } finally {
      progress.clear();
    }
  }
}

/** Returns the versions to compare, older first. @throws Error if both --query and --against are given */
async function versionsOf(
  id: string,
  definition: MonitorDefinition,
  { query, against }: BacktestCommandOptions,
  source: MonitorSource,
): Promise<readonly [Version, ...Version[]]> {
  if (query !== undefined && against !== undefined)
    throw new Error('--query and --against cannot be combined; use one of them');
  const current = { label: 'current', definition };
  if (query !== undefined)
    return [current, { label: 'with --query', definition: changedQuery(definition, query, source) }];
  if (against === undefined) return [current];
  return [{ label: '--against', definition: monitorNamed(id, await sourceIn([against])).definition }, current];
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
