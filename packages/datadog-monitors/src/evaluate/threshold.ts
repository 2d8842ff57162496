import type { Thresholds } from '../monitor/definition';
import type { Comparator, MetricQuery } from '../query/tree';
import type { State } from './state';

/** `1 >= 1` and its like. */
export function compares(value: number, sign: Comparator, limit: number): boolean {
  switch (sign) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
    default:
      return sign satisfies never;
  }
}

/**
 * Where the first of many values is that compares true, from a place up to an end; the end where none is.
 * A loop for each sign: one that chose anew at each value would take most of a month's backtest.
 */
export function firstMeeting(sign: Comparator, limit: number) {
  return (values: Float64Array, from: number, end: number): number => {
    let at = from;
    switch (sign) {
      case '>':
        while (at < end && !((values[at] ?? Number.NaN) > limit)) at += 1;
        break;
      case '>=':
        while (at < end && !((values[at] ?? Number.NaN) >= limit)) at += 1;
        break;
      case '<':
        while (at < end && !((values[at] ?? Number.NaN) < limit)) at += 1;
        break;
      case '<=':
        while (at < end && !((values[at] ?? Number.NaN) <= limit)) at += 1;
        break;
      default:
        while (at < end && !compares(values[at] ?? Number.NaN, sign, limit)) at += 1;
    }
    return at;
  };
}

export interface Verdict {
  readonly state: Exclude<State, 'No Data'>;
  readonly reason: string;
}

/**
 * The state that a value means, given the state before: a monitor that alerts recovers at its recovery threshold.
 * Source: D/monitors/guide/recovery-thresholds: `>` recovers at <= r, `>=` at < r, `<` at >= r, `<=` at > r, which is
 * where the comparison with r is no longer true.
 */
export function judge(value: number, query: MetricQuery, thresholds: Thresholds, before: State): Verdict {
  const { sign } = query.comparator;
  const critical = query.threshold.value;
  const { warning, criticalRecovery, warningRecovery } = thresholds;
  const told = (state: Verdict['state'], limit: number): Verdict => ({
    state,
    reason: `${round(value)} ${sign} ${limit}`,
  });
  const held = (state: Verdict['state'], limit: number): Verdict => {
    return { state, reason: `${round(value)} has not reached the recovery threshold ${limit}` };
  };
  if (compares(value, sign, critical)) return told('Alert', critical);
  if (before === 'Alert' && criticalRecovery !== undefined && compares(value, sign, criticalRecovery)) {
    return held('Alert', criticalRecovery);
  }
  if (warning !== undefined && compares(value, sign, warning)) return told('Warn', warning);
  if (
    before !== 'OK' &&
    before !== 'No Data' &&
    warningRecovery !== undefined &&
    compares(value, sign, warningRecovery)
  ) {
    return held('Warn', warningRecovery);
  }
  return { state: 'OK', reason: `${round(value)} is not ${sign} ${warning ?? critical}` };
}

/** A value as a person reads it. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}
