import { type MonitorDefinition, parseMonitorQuery } from '@himeshima/datadog-monitors';
import type { z } from 'zod';
import type { WhatIf } from './contract';

type Change = z.infer<typeof WhatIf>;

/** Values of a monitor that the console can change. */
export interface Adjustable {
  readonly threshold?: number;
  readonly windowMinutes?: number;
  readonly delaySeconds?: number;
}

/** Threshold at the end of a query: `>= 5`. */
const thresholdPattern = /(?<sign>>=|<=|>|<)\s*(?<value>-?[\d.]+(?:e[+-]?\d+)?)\s*$/i;
/** Window of a metric query: `last_10m`. */
const windowPattern = /last_\d+[mhdw]/;

/** Returns the values of a metric monitor that can be changed; no values for other monitors. */
export function adjustableIn({ type, query, evaluationDelaySeconds }: MonitorDefinition): Adjustable {
  const parsed = parseMonitorQuery(type, query);
  if (parsed.kind !== 'metric') return {};
  const value = thresholdPattern.exec(query)?.groups?.['value'];
  return {
    ...(value !== undefined && { threshold: Number(value) }),
    ...(windowPattern.test(query) && { windowMinutes: parsed.time.window.minutes }),
    delaySeconds: evaluationDelaySeconds ?? 0,
  };
}

/** Returns a window in the notation of queries, in hours if possible: `last_2h`. */
const windowOf = (minutes: number) => (minutes % 60 === 0 ? `last_${minutes / 60}h` : `last_${minutes}m`);

/** Returns a monitor with another threshold, window or delay. */
export function adjustMonitor(definition: MonitorDefinition, change: Change): MonitorDefinition {
  const { threshold, windowMinutes, delaySeconds } = change;
  let { query, thresholds } = definition;
  if (windowMinutes !== undefined) query = query.replace(windowPattern, windowOf(windowMinutes));
  if (threshold !== undefined) {
    query = query.replace(thresholdPattern, `$<sign> ${threshold}`);
    thresholds = { ...thresholds, ...(thresholds.critical !== undefined && { critical: threshold }) };
  }
  return {
    ...definition,
    query,
    thresholds,
    ...(delaySeconds !== undefined && { evaluationDelaySeconds: delaySeconds }),
  };
}
