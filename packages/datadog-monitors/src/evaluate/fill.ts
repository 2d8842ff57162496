import type { Argument } from '../query/query-tree';
import type { Assumptions } from './assumptions';
import { NotEvaluatedError } from './not-evaluated-error';
import type { Points } from './points';

/** Returns the maximum number of minutes to fill. Points up to this many minutes before a range can fill its start. */
export function fillMinutes([, limit]: readonly Argument[], { fillLimitSeconds }: Assumptions): number {
  return Math.floor((limit?.kind === 'number' ? limit.value : fillLimitSeconds) / 60);
}

/**
 * Fills gaps: `fill(zero)`, `fill(last, 600)`, `fill(linear)`, `fill(null)`. Source:
 * docs.datadoghq.com/dashboards/functions/interpolation
 */
export function fill(points: Points, args: readonly Argument[], assumptions: Assumptions): Points {
  const [method] = args;
  const minutes = fillMinutes(args, assumptions);
  const name = method && (method.kind === 'word' || method.kind === 'text') ? method.text : '';
  if (name === 'null') return points;
  if (name === 'zero') return zeroed(points, minutes);
  if (name === 'last') return carried(points, minutes);
  if (name === 'linear') return interpolated(points, minutes);
  throw new NotEvaluatedError(`fill(${name})`, 'the supported methods are linear, last, zero and null');
}

/** Replaces missing points with zero, unless the whole window is empty. */
export function orZero(points: Points): Points {
  return points.every(Number.isNaN) ? points : points.map((point) => (Number.isNaN(point) ? 0 : point));
}

/**
 * Fills gaps with zero for a limited number of minutes after the preceding point. Fills a leading
 * gap backwards from the next point.
 */
function zeroed(points: Points, limit: number): Points {
  let since = Number.POSITIVE_INFINITY;
  const first = points.findIndex((point) => !Number.isNaN(point));
  return points.map((point, at) => {
    since = Number.isNaN(point) ? since + 1 : 0;
    if (since === 0) return point;
    const away = at < first ? first - at : since;
    return away <= limit ? 0 : Number.NaN;
  });
}

function carried(points: Points, limit: number): Points {
  let last = Number.NaN;
  let age = 0;
  return points.map((point) => {
    age = Number.isNaN(point) ? age + 1 : 0;
    if (age === 0) last = point;
    return age <= limit ? last : Number.NaN;
  });
}

/** Interpolates linearly over gaps of limited length in minutes. */
export function interpolated(points: Points, limit: number): Points {
  const result = Float64Array.from(points);
  let before = -1;
  for (const [at, point] of points.entries()) {
    if (Number.isNaN(point)) continue;
    const from = points[before] ?? Number.NaN;
    if (at - before <= limit + 1) {
      for (let gap = before + 1; gap < at && before >= 0; gap += 1) {
        result[gap] = from + ((point - from) * (gap - before)) / (at - before);
      }
    }
    before = at;
  }
  return result;
}
