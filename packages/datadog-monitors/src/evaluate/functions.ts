import type { Argument } from '../query/query-tree';
import { anomaliesIn } from './anomalies';
import type { Assumptions } from './assumptions';
import { fill, fillMinutes, orZero } from './fill';
import { NotEvaluatedError } from './not-evaluated-error';
import { nothing, type Points } from './points';
import { readRollup, rolledUp } from './rollup';
import { slider, stretchesOf } from './slide';
import type { Range } from './source';

/** Function over the points of one group. `before` returns how many earlier minutes the function requires. */
export interface PointFunction {
  readonly before: (args: readonly Argument[], assumptions: Assumptions) => number;
  readonly apply: (
    points: Points,
    context: { args: readonly Argument[]; range: Range; assumptions: Assumptions },
  ) => Points;
}

const none = () => 0;

function each(change: (point: number) => number): PointFunction {
  return { before: none, apply: (points) => points.map(change) };
}

function limited(change: (point: number, limit: number) => number): PointFunction {
  return { before: none, apply: (points, { args }) => points.map((point) => change(point, numberOf(args[0]))) };
}

/** Creates a function whose result depends on the change since the previous point and on the seconds elapsed. */
function since(change: (difference: number, seconds: number) => number): PointFunction {
  return {
    before: (_, { lookbackMinutes }) => lookbackMinutes,
    apply: (points) => {
      let last = -1;
      return points.map((point, at) => {
        if (Number.isNaN(point)) return point;
        const result = last < 0 ? Number.NaN : change(point - (points[last] ?? Number.NaN), (at - last) * 60);
        last = at;
        return result;
      });
    },
  };
}

function running(add: (total: number, point: number) => number): PointFunction {
  return {
    before: none,
    apply: (points) => {
      let total = 0;
      return points.map((point) => {
        if (!Number.isNaN(point)) total = add(total, point);
        return Number.isNaN(point) ? point : total;
      });
    },
  };
}

/**
 * Creates an exponentially weighted moving average. The documentation defines the span as the number of points, but not the weight;
 * alpha = 2 / (span + 1) is the usual definition.
 */
function ewma(span: number): PointFunction {
  const alpha = 2 / (span + 1);
  return overLast(span, (points) => points.reduce((average, point) => average + alpha * (point - average)));
}

function median(span: number): PointFunction {
  return overLast(span, (points) => {
    const sorted = points.toSorted((a, b) => a - b);
    const middle = sorted.length >> 1;
    const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
    return sorted.length % 2 === 1 ? high : (low + high) / 2;
  });
}

/** Creates a function whose result depends on the most recent points, including the current minute's point. */
function overLast(span: number, change: (points: readonly number[]) => number): PointFunction {
  return {
    before: (_, { lookbackMinutes }) => Math.max(span, lookbackMinutes),
    apply: (points) => {
      const last: number[] = [];
      return points.map((point) => {
        if (Number.isNaN(point)) return point;
        last.push(point);
        if (last.length > span) last.shift();
        return change(last);
      });
    },
  };
}

const positiveRate = (perSeconds: number) =>
  since((difference, seconds) => (difference < 0 ? Number.NaN : (difference / seconds) * perSeconds));
const logarithm = (log: (value: number) => number) => each((point) => (point > 0 ? log(point) : Number.NaN));

/** Supported functions by name. Source: docs.datadoghq.com/dashboards/functions and its pages */
export const pointFunctions: Readonly<Record<string, PointFunction>> = {
  ...Object.fromEntries([3, 5, 7, 10, 20].map((points) => [`ewma_${points}`, ewma(points)])),
  ...Object.fromEntries([3, 5, 7, 9].map((points) => [`median_${points}`, median(points)])),
  abs: each(Math.abs),
  log2: logarithm(Math.log2),
  log10: logarithm(Math.log10),
  exclude_null: each((point) => point),
  cumsum: running((total, point) => total + point),
  integral: running((total, point) => total + point * 60),
  diff: since((difference) => difference),
  dt: since((_, seconds) => seconds),
  derivative: since((difference, seconds) => difference / seconds),
  monotonic_diff: since((difference) => Math.max(0, difference)),
  per_second: positiveRate(1),
  per_minute: positiveRate(60),
  per_hour: positiveRate(3600),
  clamp_min: limited((point, limit) => Math.max(point, limit)),
  clamp_max: limited((point, limit) => Math.min(point, limit)),
  cutoff_min: limited((point, limit) => (point < limit ? Number.NaN : point)),
  cutoff_max: limited((point, limit) => (point > limit ? Number.NaN : point)),
  anomalies: {
    before: (_, { anomalies }) => anomalies?.windowMinutes ?? 0,
    apply: (points, { args, assumptions }) => anomaliesIn(points, args, assumptions),
  },
  default_zero: { before: none, apply: orZero },
  default: {
    before: none,
    apply: (points, { args }) => points.map((point) => (Number.isNaN(point) ? numberOf(args[0]) : point)),
  },
  fill: {
    before: fillMinutes,
    apply: (points, { args, assumptions }) => fill(points, args, assumptions),
  },
  rollup: {
    before: none,
    apply: (points, { args, range }) =>
      rolledUp(readRollup(args), range, (wanted) => {
        const wide = nothing(wanted);
        wide.set(points, range.from - wanted.from);
        return wide;
      }),
  },
  moving_rollup: {
    before: (args) => widthOf(args),
    apply: (points, { args }) => {
      const { aggregator } = readRollup(args.slice(1));
      const width = widthOf(args);
      const ranges = Array.from(points, (_, at) => ({ from: at - width + 1, to: at }));
      if (aggregator !== 'count') return slider(aggregator, 0, stretchesOf(ranges))(points);
      const counted = points.map((point) => (Number.isNaN(point) ? point : 1));
      return slider('sum', 0, stretchesOf(ranges))(counted);
    },
  },
};

const shifts: Readonly<Record<string, number>> = {
  hour_before: 60,
  day_before: 1440,
  week_before: 10_080,
  month_before: 40_320,
};

/** Returns the number of minutes by which a function shifts its range, or undefined if it does not shift the range. */
export function shiftOf(name: string, args: readonly Argument[]): number | undefined {
  // the argument is in seconds; negative values shift into the past (docs.datadoghq.com/dashboards/functions/timeshift)
  if (name === 'timeshift') return Math.round(-minutesOf(args[0]));
  return shifts[name];
}

// No maximum is published. This limit bounds the cost, because a shift is computed for each evaluation.
const widestMinutes = 7 * 1440;

function widthOf([width]: readonly Argument[]): number {
  const minutes = Math.max(1, Math.round(minutesOf(width)));
  if (minutes <= widestMinutes) return minutes;
  throw new NotEvaluatedError('moving_rollup() over more than a week', 'it would be recomputed for every minute');
}

// A span of more than two years is a mistake and would exhaust memory.
const longestMinutes = 2 * 366 * 1440;

function minutesOf(argument: Argument | undefined): number {
  const minutes = numberOf(argument) / 60;
  if (Math.abs(minutes) <= longestMinutes) return minutes;
  throw new NotEvaluatedError(`a span of ${minutes * 60} seconds`, 'it is longer than two years');
}

function numberOf(argument: Argument | undefined): number {
  if (argument?.kind === 'number') return argument.value;
  throw new NotEvaluatedError('a function whose argument is not a number', 'it requires a number');
}
