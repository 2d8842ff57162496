import type { Expression } from '../query/query-tree';
import { pointFunctions, shiftOf } from './functions';
import { NotEvaluatedError } from './not-evaluated-error';
import { outliersOf } from './outliers';
import { type ByGroup, calculation, combine, everything, mapGroups, nothing, type Points } from './points';
import { countedGroups, countsGroups, rankOf } from './rank';
import { pointsOfSeries, type SeriesContext } from './series-points';
import type { Range } from './source';

type Call = Extract<Expression, { readonly kind: 'call' }>;

/** Returns an expression's points in a range, keyed by group. Functions and arithmetic apply minute by minute. */
export function pointsOf(expression: Expression, range: Range, reading: SeriesContext): ByGroup<Points> {
  switch (expression.kind) {
    case 'series':
      return pointsOfSeries(expression, range, reading);
    case 'number':
      return new Map([[everything, { tags: {}, value: nothing(range).fill(expression.value) }]]);
    case 'negative':
      return mapGroups(pointsOf(expression.operand, range, reading), (points) => points.map((point) => -point));
    case 'arithmetic': {
      const { operator } = expression;
      const empty = nothing(range);
      const [left, right] = [pointsOf(expression.left, range, reading), pointsOf(expression.right, range, reading)];
      return combine(left, right, (a = empty, b = empty) =>
        a.map((point, at) => calculation[operator](point, b[at] ?? Number.NaN)),
      );
    }
    case 'call':
      return called(expression, range, reading);
    default:
      return expression satisfies never;
  }
}

export const earlier = ({ from, to }: Range, minutes: number): Range => ({ from: from - minutes, to: to - minutes });

function called(call: Call, range: Range, reading: SeriesContext): ByGroup<Points> {
  const shift = shiftOf(call.name.text, call.args);
  if (shift !== undefined) return pointsOf(call.operand, earlier(range, shift), reading);
  if (countsGroups(call.name.text)) return countedGroups(call.name.text, pointsOf(call.operand, range, reading));
  const outliers = call.name.text === 'outliers' ? outliersOf(call.args) : undefined;
  if (outliers) return outliers(pointsOf(call.operand, range, reading));
  const ranked = rankOf(call.name.text, call.args);
  if (ranked) return ranked(pointsOf(call.operand, range, reading));
  const lookback = functionOf(call).before(call.args, reading.assumptions);
  const wider = { from: range.from - lookback, to: range.to };
  return mapGroups(applied(call, pointsOf(call.operand, wider, reading), wider, reading), (points) =>
    points.slice(lookback),
  );
}

/** Applies a function to points that were already read. */
export function applied(
  call: Call,
  operand: ByGroup<Points>,
  range: Range,
  { assumptions }: SeriesContext,
): ByGroup<Points> {
  const { apply } = functionOf(call);
  return mapGroups(operand, (points) => apply(points, { args: call.args, range, assumptions }));
}

function functionOf({ name }: Call) {
  const found = pointFunctions[name.text];
  if (found) return found;
  throw new NotEvaluatedError(`${name.text}()`, 'its algorithm is unpublished or not simulated');
}
