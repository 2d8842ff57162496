import {
  type Catalogue,
  NotEvaluatedError,
  type Simulation,
  seriesIn,
  simulate,
  sourceOf,
  type TestSeries,
} from '@himeshima/datadog-monitors';
import { counted, type Phrase, say, words } from '../phrase';
import type { MonitorSide } from './monitor-side';

/** Past metrics. The start and end of their period are in minutes since the epoch. */
export interface Past {
  readonly series: readonly TestSeries[];
  readonly from: number;
  readonly to: number;
  readonly catalogue: Catalogue;
}

/**
 * Describes how often a monitor would have alerted in the past, with its new and its old definition. Returns nothing if the
 * series do not include all of the monitor's metrics, or if its query cannot be evaluated.
 */
export function alertsInThePast(before: MonitorSide, after: MonitorSide, past: Past): Phrase {
  const [was, is] = [before, after].map((side) => alertsOf(side, past));
  if (was === undefined || is === undefined) return [];
  const days = Math.max(1, Math.round((past.to - past.from + 1) / 1440));
  return say`over the last ${words(counted(days, 'day'))} it would have alerted ${words(counted(is, 'time'))} instead of ${was}`;
}

function alertsOf({ definition, query }: MonitorSide, { series, from, to, catalogue }: Past): number | undefined {
  if (query.kind !== 'metric') return undefined;
  const held = new Set(series.map(({ metric }) => metric));
  if (!seriesIn(query.expression).every(({ metric }) => held.has(metric.text))) return undefined;
  try {
    return countOf(simulate(definition, sourceOf(...series), { from, to, catalogue }));
  } catch (error) {
    if (error instanceof NotEvaluatedError) return undefined;
    throw error;
  }
}

const countOf = ({ groups }: Simulation) =>
  groups.flatMap(({ changes }) => changes).filter(({ state }) => state === 'Alert').length;
