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
export const thresholdPattern = /(?<sign>>=|<=|>|<)\s*(?<value>-?[\d.]+(?:e[+-]?\d+)?)\s*$/i;
/** Window of a metric query: `last_10m`. */
export const windowPattern = /last_\d+[mhdw]/;

/** Returns the changeable values of a metric monitor or an SLO alert, and no values for other monitors. */
export function adjustableIn({ type, query, evaluationDelaySeconds }: MonitorDefinition): Adjustable {
  const parsed = parseMonitorQuery(type, query);
  if (parsed.kind !== 'metric' && parsed.kind !== 'slo') return {};
  const value = thresholdPattern.exec(query)?.groups?.['value'];
  const threshold = value === undefined ? {} : { threshold: Number(value) };
  // the windows of an SLO alert belong to its burn rate
  if (parsed.kind === 'slo') return threshold;
  return {
    ...threshold,
    ...(windowPattern.test(query) && { windowMinutes: parsed.time.window.minutes }),
    delaySeconds: evaluationDelaySeconds ?? 0,
  };
}

/** Returns the reason why no value of a monitor can be changed; undefined if a value can be changed. */
export function fixedReason(definition: MonitorDefinition): string | undefined {
  if (Object.keys(adjustableIn(definition)).length > 0) return undefined;
  return parseMonitorQuery(definition.type, definition.query).kind === 'composite'
    ? 'a composite has no threshold, window or delay of its own; change those of its members'
    : `the local runtime does not evaluate a ${definition.type} monitor`;
}

/** Returns a window in the notation of queries, in hours if possible: `last_2h`. */
const windowOf = (minutes: number) => (minutes % 60 === 0 ? `last_${minutes / 60}h` : `last_${minutes}m`);

/** Returns a query, or the part of a query that contains the values, with another threshold or window. */
export function adjustQuery(query: string, { threshold, windowMinutes }: Change): string {
  const adjusted = windowMinutes === undefined ? query : query.replace(windowPattern, windowOf(windowMinutes));
  return threshold === undefined ? adjusted : adjusted.replace(thresholdPattern, `$<sign> ${threshold}`);
}

/** Returns a monitor with another threshold, window or delay. */
export function adjustMonitor(definition: MonitorDefinition, change: Change): MonitorDefinition {
  const { threshold, delaySeconds } = change;
  const { critical } = definition.thresholds;
  return {
    ...definition,
    query: adjustQuery(definition.query, change),
    thresholds: { ...definition.thresholds, critical: critical === undefined ? undefined : (threshold ?? critical) },
    ...(delaySeconds !== undefined && { evaluationDelaySeconds: delaySeconds }),
  };
}
