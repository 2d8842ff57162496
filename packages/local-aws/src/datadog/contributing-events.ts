import {
  compares,
  type Expression,
  type MetricQuery,
  type MetricSeries,
  matchesScope,
  type Notification,
  usesAsCount,
} from '@himeshima/datadog-monitors';
import type { MetricCause, MetricStore, Tags } from '../metrics';

/** Maximum number of events to which an alert links. */
const mostEvents = 20;

interface EvaluatedNotification {
  readonly query: MetricQuery;
  readonly evaluationDelaySeconds: number;
  readonly notification: Pick<Notification, 'minute' | 'tags'>;
}

interface Sources {
  readonly metrics: Pick<MetricStore, 'series'>;
  /** Returns the trace of an event. */
  traceOf(event: number): number;
}

type CausesOf = (series: MetricSeries) => readonly MetricCause[];

/**
 * Returns the newest events whose values raised the value of an alerting group, newest first: all values of a sum or count, and
 * otherwise the values that meet the condition on their own. Returns no events for a query that alerts on low values, or
 * that combines series without summing them.
 */
export function contributingEvents(evaluated: EvaluatedNotification, { metrics, traceOf }: Sources): number[] {
  const { query, evaluationDelaySeconds, notification } = evaluated;
  const { comparator, threshold, time, expression } = query;
  const isSum = usesAsCount(expression) || time.aggregator === 'sum';
  if (!comparator.sign.startsWith('>') || (!isSum && expression.kind !== 'series')) return [];
  const to = notification.minute - Math.ceil(evaluationDelaySeconds / 60);
  const from = to - time.window.minutes + 1;
  const isCounted = ({ minute, value }: MetricCause) =>
    minute >= from && minute <= to && (isSum || compares(value, comparator.sign, threshold.value));
  const causesOf: CausesOf = (series) =>
    metrics
      .series(series.metric.text)
      .filter(({ tags }) => matchesScope(series.scope, tags) && isInGroup(series, tags, notification.tags))
      .flatMap(({ causes }) => causes.filter(isCounted));
  const newest = raising(expression, causesOf, traceOf).toSorted((one, other) => other.event - one.event);
  return [...new Set(newest.map(({ event }) => event))].slice(0, mostEvents);
}

const isInGroup = ({ groupBy }: MetricSeries, tags: Tags, group: Tags): boolean =>
  groupBy.every(({ text }) => tags[text] === group[text]);

/**
 * Returns the causes that raise the value of an expression: the errors in `errors / calls`, and the events of traces without a good
 * event in `all - good` and `1 - good / all`.
 */
function raising(expression: Expression, causesOf: CausesOf, traceOf: Sources['traceOf']): readonly MetricCause[] {
  const of = (part: Expression) => raising(part, causesOf, traceOf);
  const without = (all: Expression, removed: Expression) => {
    const traces = new Set(of(removed).map(({ event }) => traceOf(event)));
    return of(all).filter(({ event }) => !traces.has(traceOf(event)));
  };
  switch (expression.kind) {
    case 'series':
      return causesOf(expression);
    case 'call':
      return of(expression.operand);
    case 'arithmetic': {
      const { operator, left, right } = expression;
      if (operator === '/') return of(left);
      if (operator !== '-') return [...of(left), ...of(right)];
      const isRatio = left.kind === 'number' && right.kind === 'arithmetic' && right.operator === '/';
      return isRatio ? without(right.right, right.left) : without(left, right);
    }
    case 'number':
    case 'negative':
      return [];
    default:
      return expression satisfies never;
  }
}
