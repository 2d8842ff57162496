import type { Expression, MetricQuery, TimeAggregator } from '../query/tree';
import { usesAsCount } from '../query/walk';
import { pointFunctions, shiftOf } from './functions';
import { aggregate, calculate, combine, everything, type Grouped, mapGroups, nothing, type Points } from './points';
import { NotEvaluated } from './refused';
import { pointsOfSeries, type Reading } from './series-points';
import type { Range } from './source';

/** What a window gave for one group. */
export interface WindowValue {
  /** NaN where there is data but no result, as after a division by zero. */
  readonly value: number;
  /** One entry a minute of the window: whether any series of the expression had a point there. */
  readonly seen: readonly boolean[];
}

/**
 * The value of the query in a window, by group. Groups without any point in the window are absent.
 * Source: D/monitors/guide/as-count-in-monitor-evaluations: an expression with as_count() aggregates every operand over
 * the window before the arithmetic; any other is calculated point by point and then aggregated.
 */
export function windowValues(query: MetricQuery, range: Range, reading: Reading): Grouped<WindowValue> {
  const { aggregator, change } = query.time;
  if (aggregator === 'percentile')
    throw new NotEvaluated('percentile()', 'percentiles of distributions are not simulated');
  const evaluate = usesAsCount(query.expression) ? countedFirst : pointByPoint;
  if (!change) return evaluate(query.expression, range, { aggregator, reading, before: undefined });
  const before = { minutes: change.shift.minutes, percent: change.kind === 'pct_change' };
  return evaluate(query.expression, range, { aggregator, reading, before });
}

interface Evaluation {
  readonly aggregator: Exclude<TimeAggregator, 'percentile'>;
  readonly reading: Reading;
  /** The comparison of a change alert (D/monitors/guide/change-alert). */
  readonly before: { readonly minutes: number; readonly percent: boolean } | undefined;
}

const earlier = ({ from, to }: Range, minutes: number): Range => ({ from: from - minutes, to: to - minutes });

function changeOf(now: number, then: number, percent: boolean): number {
  return percent ? calculate('/', now - then, then) * 100 : now - then;
}

function pointByPoint(
  expression: Expression,
  range: Range,
  { aggregator, reading, before }: Evaluation,
): Grouped<WindowValue> {
  const now = pointsOf(expression, range, reading);
  const empty = nothing(range);
  const points = before
    ? combine(now, pointsOf(expression, earlier(range, before.minutes), reading), (a = empty, b = empty) =>
        a.map((point, at) => changeOf(point, b[at] ?? Number.NaN, before.percent)),
      )
    : now;
  const seen = seenIn(expression, range, reading);
  const values = combine(points, seen, (found = empty, flags = []) => ({
    value: aggregate(aggregator, found),
    seen: flags,
  }));
  // fill(last) may carry a value into a window that holds no point.
  return new Map([...values].filter(([, { value }]) => hasPoint(value) || !Number.isNaN(value.value)));
}

function countedFirst(expression: Expression, range: Range, evaluation: Evaluation): Grouped<WindowValue> {
  const { reading, before } = evaluation;
  const now = totals(expression, range, evaluation);
  const values = before
    ? combine(now, totals(expression, earlier(range, before.minutes), evaluation), (a = 0, b = 0) =>
        changeOf(a, b, before.percent),
      )
    : now;
  const seen = seenIn(expression, range, reading);
  const groups = combine(values, seen, (value = Number.NaN, flags = []): WindowValue => ({ value, seen: flags }));
  return new Map([...groups].filter(([, { value }]) => hasPoint(value)));
}

const hasPoint = ({ seen }: WindowValue): boolean => seen.includes(true);

/** Every operand over the window, then the arithmetic. A count that has no point is 0. */
function totals(expression: Expression, range: Range, evaluation: Evaluation): Grouped<number> {
  const { aggregator, reading } = evaluation;
  if (expression.kind === 'negative')
    return mapGroups(totals(expression.operand, range, evaluation), (value) => -value);
  if (expression.kind === 'arithmetic') {
    const { operator } = expression;
    const [left, right] = [totals(expression.left, range, evaluation), totals(expression.right, range, evaluation)];
    const [noLeft, noRight] = [emptyTotal(expression.left), emptyTotal(expression.right)];
    return combine(left, right, (a = noLeft, b = noRight) => calculate(operator, a, b));
  }
  if (expression.kind === 'number') return constant(expression.value);
  if (expression.kind === 'call' && containsArithmetic(expression.operand)) {
    const inner = mapGroups(totals(expression.operand, range, evaluation), (value): Points => [value]);
    return mapGroups(
      applied(expression, inner, { from: range.to, to: range.to }, reading),
      (points) => points[0] ?? Number.NaN,
    );
  }
  return mapGroups(pointsOf(expression, range, reading), (points) => {
    const value = aggregate(aggregator, points);
    return Number.isNaN(value) ? emptyTotal(expression) : value;
  });
}

const emptyTotal = (expression: Expression): number => (usesAsCount(expression) ? 0 : Number.NaN);

function containsArithmetic(expression: Expression): boolean {
  if (expression.kind === 'arithmetic' || expression.kind === 'negative') return true;
  return expression.kind === 'call' && containsArithmetic(expression.operand);
}

const constant = <T>(value: T): Grouped<T> => new Map([[everything, { tags: {}, value }]]);

function pointsOf(expression: Expression, range: Range, reading: Reading): Grouped<Points> {
  switch (expression.kind) {
    case 'series':
      return pointsOfSeries(expression, range, reading);
    case 'number':
      return constant(nothing(range).fill(expression.value));
    case 'negative':
      return mapGroups(pointsOf(expression.operand, range, reading), (points) => points.map((point) => -point));
    case 'arithmetic': {
      const { operator } = expression;
      const empty = nothing(range);
      const [left, right] = [pointsOf(expression.left, range, reading), pointsOf(expression.right, range, reading)];
      return combine(left, right, (a = empty, b = empty) =>
        a.map((point, at) => calculate(operator, point, b[at] ?? Number.NaN)),
      );
    }
    case 'call':
      return called(expression, range, reading);
    default:
      return expression satisfies never;
  }
}

type Call = Extract<Expression, { readonly kind: 'call' }>;

function called(call: Call, range: Range, reading: Reading): Grouped<Points> {
  const shift = shiftOf(call.name.text, call.args);
  if (shift !== undefined) return pointsOf(call.operand, earlier(range, shift), reading);
  const lookback = functionOf(call).before(call.args, reading.assumptions);
  const wider = { from: range.from - lookback, to: range.to };
  return mapGroups(applied(call, pointsOf(call.operand, wider, reading), wider, reading), (points) =>
    points.slice(lookback),
  );
}

function applied(call: Call, operand: Grouped<Points>, range: Range, { assumptions }: Reading): Grouped<Points> {
  const { apply } = functionOf(call);
  return mapGroups(operand, (points) => apply(points, { args: call.args, range, assumptions }));
}

function functionOf({ name }: Call) {
  const found = pointFunctions[name.text];
  if (found) return found;
  throw new NotEvaluated(`${name.text}()`, 'its algorithm is not published, or not simulated here');
}

/** Which minutes hold a point, of any series in the expression. */
function seenIn(expression: Expression, range: Range, reading: Reading): Grouped<readonly boolean[]> {
  switch (expression.kind) {
    case 'series':
      return seenPoints(pointsOfSeries({ ...expression, modifiers: [] }, range, reading));
    case 'number':
      return new Map();
    case 'negative':
      return seenIn(expression.operand, range, reading);
    case 'call':
      return seenIn(expression.operand, earlier(range, shiftOf(expression.name.text, expression.args) ?? 0), reading);
    case 'arithmetic':
      return combine(
        seenIn(expression.left, range, reading),
        seenIn(expression.right, range, reading),
        (a = [], b = []) => {
          return (a.length > 0 ? a : b).map((flag, at) => flag || b[at] === true);
        },
      );
    default:
      return expression satisfies never;
  }
}

function seenPoints(grouped: Grouped<Points>): Grouped<readonly boolean[]> {
  const flags = mapGroups(grouped, (points) => points.map((point) => !Number.isNaN(point)));
  return new Map([...flags].filter(([, { value }]) => value.includes(true)));
}
