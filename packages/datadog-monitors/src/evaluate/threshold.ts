import type { Thresholds } from '../monitor/definition';
import type { Comparator, MetricQuery } from '../query/query-tree';
import type { State } from './state';

/** Returns whether a comparison such as `1 >= 1` is true. */
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
 * Returns a function that returns the index of the first value in a range that satisfies the comparison, or the end of the range.
 * There is one loop per operator, because selecting the operator for each value would dominate the time of a month's backtest.
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
 * Returns the state for a value, given the previous state. An alerting monitor recovers when its value no longer violates the
 * recovery threshold r: `>` recovers at <= r, `>=` at < r, `<` at >= r, `<=` at > r
 * (docs.datadoghq.com/monitors/guide/recovery-thresholds).
 */
export function judge(value: number, query: MetricQuery, thresholds: Thresholds, before: State): Verdict {
  const { sign } = query.comparator;
  const critical = query.threshold.value;
  const { warning, criticalRecovery, warningRecovery } = thresholds;
  const crossed = (state: Verdict['state'], limit: number): Verdict => ({
    state,
    reason: `${round(value)} ${sign} ${limit}`,
  });
  const notRecovered = (state: Verdict['state'], limit: number): Verdict => {
    return { state, reason: `${round(value)} has not reached the recovery threshold ${limit}` };
  };
  if (compares(value, sign, critical)) return crossed('Alert', critical);
  if (before === 'Alert' && criticalRecovery !== undefined && compares(value, sign, criticalRecovery)) {
    return notRecovered('Alert', criticalRecovery);
  }
  if (warning !== undefined && compares(value, sign, warning)) return crossed('Warn', warning);
  if (
    before !== 'OK' &&
    before !== 'No Data' &&
    warningRecovery !== undefined &&
    compares(value, sign, warningRecovery)
  ) {
    return notRecovered('Warn', warningRecovery);
  }
  return { state: 'OK', reason: `${round(value)} is not ${sign} ${warning ?? critical}` };
}

/** Rounds a value for display. */
export function round(value: number): number {
  return Number(value.toPrecision(6));
}
