import type { MonitorDefinition } from '../monitor/definition';
import { parseMetricQuery } from '../query/parse-query';
import type { Expression, MetricQuery } from '../query/query-tree';

// This file contains a slow, simple reference evaluator for tests of the fast evaluator. The two evaluators share only the parser. The
// reference reads every point again for every minute, and supports only the features used in arbitrary queries.

/** Series for the reference evaluator: a metric with a tag `k`. */
export interface ReferenceSeries {
  readonly metric: string;
  readonly k: string;
  /** Value of each minute; undefined if there is no point. */
  readonly values: readonly (number | undefined)[];
}

type State = 'OK' | 'Warn' | 'Alert' | 'No Data';

interface Memory {
  state: State;
  first: number;
  last: number;
  emptySince: number | undefined;
  notified: number | undefined;
  again: number;
}

/** Evaluates a monitor. @returns one line per notification (`12 k:a alert`), and the states by minute and group */
export function reference(definition: MonitorDefinition, all: readonly ReferenceSeries[], to: number) {
  const query = parseMetricQuery(definition.query);
  const grouped = definition.query.includes('by {k}');
  const keys = grouped ? [...new Set(all.map(({ k }) => k))] : ['*'];
  const states: string[] = [];
  const sent: string[] = [];
  for (const key of keys) {
    const own = grouped ? all.filter(({ k }) => k === key) : all;
    let memory: Memory | undefined;
    for (let minute = 0; minute <= to; minute += 1) {
      const end = minute - (definition.evaluationDelaySeconds ?? 0) / 60;
      const spoken = step(definition, query, { own, grouped, minute, end, memory });
      memory = spoken.memory;
      const name = grouped ? `k:${key}` : '*';
      if (memory) states.push(`${minute} ${name} ${memory.state}`);
      if (spoken.transition) sent.push(`${minute} ${name} ${spoken.transition}`);
    }
  }
  return { states, sent };
}

interface ReferenceMoment {
  readonly own: readonly ReferenceSeries[];
  readonly grouped: boolean;
  readonly minute: number;
  /** Last minute of the window. */
  readonly end: number;
  readonly memory: Memory | undefined;
}

function step(
  definition: MonitorDefinition,
  query: MetricQuery,
  now: ReferenceMoment,
): { memory: Memory | undefined; transition?: string } {
  const { minute, end } = now;
  const length = query.time.window.minutes;
  const window = Array.from({ length }, (_, at) => end - length + 1 + at);
  const holds = window.filter((one) => used(query.expression).some((metric) => at(now.own, metric, one).length > 0));
  if (!now.memory && holds.length === 0) return { memory: undefined };
  const memory: Memory = now.memory
    ? { ...now.memory }
    : { state: 'OK', first: holds[0] ?? end, last: 0, emptySince: undefined, notified: undefined, again: 0 };
  memory.last = holds.at(-1) ?? memory.last;
  memory.emptySince = holds.length > 0 ? undefined : (memory.emptySince ?? minute);
  if (memory.emptySince !== undefined && minute - memory.emptySince >= 24 * 60) return { memory: undefined };
  const decided = decide(definition, query, now, memory, window, holds);
  const from = memory.state;
  if (decided.state !== from) {
    const transition = { OK: 'recovery', Warn: 'warn', Alert: 'alert', 'No Data': 'no data' }[decided.state];
    const next: Memory = { ...memory, state: decided.state, notified: decided.loud ? minute : undefined, again: 0 };
    return decided.loud ? { memory: next, transition: transition } : { memory: next };
  }
  const { renotifyMinutes, renotifyOccurrences = Number.POSITIVE_INFINITY } = definition;
  const due = renotifyMinutes && memory.notified !== undefined && minute - memory.notified >= renotifyMinutes;
  if (due && (from === 'Alert' || from === 'No Data') && memory.again < renotifyOccurrences)
    return { memory: { ...memory, notified: minute, again: memory.again + 1 }, transition: 'renotify' };
  return { memory };
}

function decide(
  definition: MonitorDefinition,
  query: MetricQuery,
  now: ReferenceMoment,
  memory: Memory,
  window: readonly number[],
  holds: readonly number[],
): { state: State; loud: boolean } {
  const stay = { state: memory.state, loud: false };
  if (now.grouped && now.end - memory.first < 1) return stay;
  if (holds.length === 0) {
    if (definition.timeoutHours && now.minute - (memory.emptySince ?? 0) >= 60 * definition.timeoutHours)
      return { state: 'OK', loud: true };
    if (definition.onMissingData === 'show_no_data') return { state: 'No Data', loud: false };
    if (definition.onMissingData === 'show_and_notify_no_data') return { state: 'No Data', loud: true };
    if (definition.onMissingData === 'resolve') return { state: 'OK', loud: true };
    if (definition.onMissingData === 'default')
      return /^sum|as_count/.test(definition.query)
        ? { state: stateAt(0, definition, query, memory.state), loud: true }
        : stay;
    if (definition.notifyNoData && now.end - memory.last >= (definition.noDataTimeframeMinutes ?? 2 * window.length))
      return { state: 'No Data', loud: true };
    return stay;
  }
  if (definition.requireFullWindow && (holds[0] !== window[0] || window.length - holds.length > 3)) return stay;
  const value = aggregated(query, now.own, window);
  return Number.isNaN(value) ? stay : { state: stateAt(value, definition, query, memory.state), loud: true };
}

function stateAt(value: number, { thresholds }: MonitorDefinition, query: MetricQuery, before: State): State {
  const beyond = (limit: number) => {
    const { sign } = query.comparator;
    if (sign === '>') return value > limit;
    if (sign === '>=') return value >= limit;
    return sign === '<' ? value < limit : value <= limit;
  };
  if (beyond(query.threshold.value)) return 'Alert';
  if (before === 'Alert' && thresholds.criticalRecovery !== undefined && beyond(thresholds.criticalRecovery))
    return 'Alert';
  return thresholds.warning !== undefined && beyond(thresholds.warning) ? 'Warn' : 'OK';
}

/** Applies the time aggregation over the window: before the arithmetic if the query uses as_count(), otherwise after it. */
function aggregated(query: MetricQuery, given: readonly ReferenceSeries[], window: readonly number[]): number {
  const own = interpolated(given, window);
  const fold = (points: readonly number[]): number => {
    if (points.length === 0) return Number.NaN;
    const sum = points.reduce((total, point) => total + point, 0);
    return {
      sum,
      avg: sum / points.length,
      min: Math.min(...points),
      max: Math.max(...points),
      percentile: Number.NaN,
    }[query.time.aggregator];
  };
  const present = (points: readonly number[]) => points.filter((point) => !Number.isNaN(point));
  if (!query.text.includes('as_count'))
    return fold(present(window.map((minute) => pointOf(query.expression, own, minute))));
  const total = (part: Expression): number => {
    if (part.kind === 'arithmetic') return operate(part.operator, total(part.left), total(part.right));
    if (part.kind === 'number') return part.value;
    const value = fold(present(window.map((minute) => pointOf(part, own, minute))));
    return Number.isNaN(value) ? 0 : value;
  };
  return total(query.expression);
}

/** Draws straight lines over the gaps of gauges within the window, if several series are aggregated. */
function interpolated(own: readonly ReferenceSeries[], window: readonly number[]): readonly ReferenceSeries[] {
  const gauges = own.filter(({ metric }) => metric === 't.gauge');
  if (gauges.length < 2) return own;
  return own.map((one) => {
    if (one.metric !== 't.gauge') return one;
    const present = window.filter((minute) => one.values[minute] !== undefined);
    const values = [...one.values];
    for (const minute of window) {
      const before = present.findLast((other) => other < minute);
      const after = present.find((other) => other > minute);
      if (values[minute] !== undefined || before === undefined || after === undefined) continue;
      const [from = 0, to = 0] = [one.values[before], one.values[after]];
      values[minute] = from + ((to - from) * (minute - before)) / (after - before);
    }
    return { ...one, values };
  });
}

function pointOf(part: Expression, own: readonly ReferenceSeries[], minute: number): number {
  if (part.kind === 'number') return part.value;
  if (part.kind === 'arithmetic')
    return operate(part.operator, pointOf(part.left, own, minute), pointOf(part.right, own, minute));
  if (part.kind === 'call') return Math.abs(pointOf(part.operand, own, minute));
  if (part.kind === 'negative') return -pointOf(part.operand, own, minute);
  const points = at(own, part.metric.text, minute);
  if (points.length === 0) return Number.NaN;
  const sum = points.reduce((total, point) => total + point, 0);
  if (part.aggregator?.text === 'sum') return sum;
  if (part.aggregator?.text === 'max') return Math.max(...points);
  return sum / points.length;
}

function operate(operator: string, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return right === 0 ? Number.NaN : left / right;
}

function used(part: Expression): string[] {
  if (part.kind === 'series') return [part.metric.text];
  if (part.kind === 'arithmetic') return [...used(part.left), ...used(part.right)];
  return part.kind === 'number' ? [] : used(part.operand);
}

const at = (own: readonly ReferenceSeries[], metric: string, minute: number): number[] =>
  own.filter((one) => one.metric === metric).flatMap(({ values }) => values[minute] ?? []);
