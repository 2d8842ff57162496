import type { Catalogue } from '../catalogue/catalogue';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import { MessageError } from '../message/message-error';
import type { MonitorDefinition } from '../monitor/definition';
import { QueryError } from '../query/query-error';
import { sourceOf, type TestSeries } from '../series/series';
import { neededSeries } from '../simulate/needed-series';
import { simulate } from '../simulate/simulate';
import type { Simulation } from '../simulate/timelines';
import { matchAlerts } from './match-alerts';
import { rejectKind } from './not-compared';
import { pointInterval } from './point-interval';
import { type Alert, alertsIn, type Tally, tallyOf } from './tally';

/** Recorded metrics, and the time range to evaluate. */
export interface BacktestData {
  readonly series: readonly TestSeries[];
  /** First and last minute since the epoch, both inclusive. The series may start earlier, to fill the first windows. */
  readonly from: number;
  readonly to: number;
  /** Time zone of the on-call staff, which determines the pages at night, for example `Asia/Tokyo`. */
  readonly timeZone: string;
  readonly catalogue: Catalogue;
  /** Interval between two points in minutes (default: the smallest interval in the series). */
  readonly resolutionMinutes?: number;
}

/** Backtest result of one definition. */
export interface BacktestSide {
  readonly tally: Tally;
  /** Alerts, oldest first. */
  readonly alerts: readonly Alert[];
  readonly groups: number;
  /** Assumptions about undocumented behavior that affect the result. */
  readonly assumed: readonly string[];
}

/**
 * Results of the old and the new definition over the same data. A side is undefined if the monitor does not exist before or after the
 * change.
 */
export interface BacktestComparison {
  readonly before: BacktestSide | undefined;
  readonly after: BacktestSide | undefined;
  /** Alerts that only the new definition raises. */
  readonly added: readonly Alert[];
  /** Alerts that only the old definition raises. */
  readonly removed: readonly Alert[];
  /** Interval between two points of the monitor's metrics, in minutes. */
  readonly resolutionMinutes: number;
}

/** Reason why a monitor could not be compared, in one line. */
export interface NotCompared {
  readonly reason: string;
}

/** Definitions of one monitor before and after a change. */
export interface ChangedDefinition {
  readonly before: MonitorDefinition | undefined;
  readonly after: MonitorDefinition | undefined;
}

/** Evaluates the old and the new definition of a monitor over the same data. Returns the reason if a definition cannot be evaluated. */
export function compareBacktests(
  { before, after }: ChangedDefinition,
  data: BacktestData,
): BacktestComparison | NotCompared {
  try {
    const [was, is] = [before, after].map((one) => one && sideOf(one, data));
    const { resolutionMinutes = intervalOf([before, after], data.series) } = data;
    return { before: was, after: is, ...matchAlerts(was?.alerts ?? [], is?.alerts ?? []), resolutionMinutes };
  } catch (error) {
    if (error instanceof NotEvaluatedError || error instanceof QueryError || error instanceof MessageError)
      return { reason: error.message };
    throw error;
  }
}

/** Returns the interval between the points that the definitions read, in minutes. */
function intervalOf(sides: readonly (MonitorDefinition | undefined)[], series: readonly TestSeries[]): number {
  const names = new Set(sides.flatMap((one) => (one ? neededSeries(one).map(({ name }) => name) : [])));
  return pointInterval(series.filter(({ metric }) => names.has(metric)));
}

/** Compares two simulations over the same data. Returns the alerts that occur in only one of them. */
export const compareSimulations = (
  before: Simulation,
  after: Simulation,
): Pick<BacktestComparison, 'added' | 'removed'> => matchAlerts(alertsIn(before), alertsIn(after));

function sideOf(definition: MonitorDefinition, data: BacktestData): BacktestSide {
  const { series, from, to, catalogue } = data;
  rejectKind(definition, 'recorded');
  rejectMissing(definition, series);
  return summarize(simulate(definition, sourceOf(...series), { from, to, catalogue }), data.timeZone);
}

/** Summarizes a simulation. @param timeZone time zone of the on-call staff */
export const summarize = (run: Simulation, timeZone: string): BacktestSide => ({
  tally: tallyOf(run, timeZone),
  alerts: alertsIn(run),
  groups: run.groups.length,
  assumed: run.assumed,
});

/** Rejects missing series, because the monitor would never alert: a ratio without its total, or logs without counts. @throws NotEvaluatedError */
function rejectMissing(definition: MonitorDefinition, series: readonly TestSeries[]): void {
  const known = new Set(series.map(({ metric }) => metric));
  const missing = neededSeries(definition).find(({ name }) => !known.has(name));
  if (missing) throw new NotEvaluatedError(missing.name, 'the data does not contain this series');
}
