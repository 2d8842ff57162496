import type { Argument } from '../query/query-tree';
import type { AnomalyAssumptions, Assumptions } from './assumptions';
import type { Points } from './points';

/** Returns whether a call to `anomalies()` can be approximated. Datadog publishes neither `agile` nor `robust`. */
export const isApproximated = ([name]: readonly Argument[], { anomalies }: Assumptions): boolean =>
  anomalies !== undefined && textOf(name) === 'basic';

/**
 * Returns 1 for each anomalous point within the alert window at the end of the range, 0 for other points in the window, and no
 * points before the window. The monitor compares the average, which is the share of anomalous points.
 * Source: docs.datadoghq.com/monitors/types/anomaly
 */
export function anomaliesIn(points: Points, args: readonly Argument[], { anomalies }: Assumptions): Points {
  if (!anomalies) return points.map(() => Number.NaN);
  const deviations = args[1]?.kind === 'number' ? args[1].value : 1;
  const direction = named(args, 'direction') ?? 'both';
  const counted = named(args, 'count_default_zero') === 'true' ? zeroed(points) : points;
  const from = counted.length - minutesIn(named(args, 'alert_window') ?? 'last_15m');
  return counted.map((point, at) => {
    if (at < from || Number.isNaN(point)) return Number.NaN;
    const range = expectedAt(counted.subarray(Math.max(0, at - anomalies.windowMinutes), at), deviations, anomalies);
    if (!range) return 0;
    const isAbove = point > range.high && direction !== 'below';
    const isBelow = point < range.low && direction !== 'above';
    return isAbove || isBelow ? 1 : 0;
  });
}

const zeroed = (points: Points): Points => points.map((point) => (Number.isNaN(point) ? 0 : point));

/** Returns the range of expected values: each end is `deviations` times as far from the median as the corresponding quantile. */
function expectedAt(before: Points, deviations: number, { quantile }: AnomalyAssumptions) {
  const sorted = before.filter((point) => !Number.isNaN(point)).sort();
  if (sorted.length === 0) return undefined;
  const [low, middle, high] = [1 - quantile, 0.5, quantile].map((one) => quantileIn(sorted, one));
  const center = middle ?? Number.NaN;
  return {
    low: center - deviations * (center - (low ?? center)),
    high: center + deviations * ((high ?? center) - center),
  };
}

function quantileIn(sorted: Points, quantile: number): number {
  const rank = quantile * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(rank)] ?? Number.NaN, sorted[Math.ceil(rank)] ?? Number.NaN];
  return below + (above - below) * (rank - Math.floor(rank));
}

function named(args: readonly Argument[], name: string): string | undefined {
  const found = args.find((arg) => arg.kind === 'named' && arg.name === name);
  return found?.kind === 'named' ? textOf(found.value) : undefined;
}

const textOf = (argument: Argument | undefined): string | undefined =>
  argument?.kind === 'text' || argument?.kind === 'word' ? argument.text : undefined;

const minutesPerUnit: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440, w: 10_080 };

function minutesIn(window: string): number {
  const [, amount, unit = 'm'] = /^last_(\d+)([mhdw])$/.exec(window) ?? [];
  return Number(amount ?? 15) * (minutesPerUnit[unit] ?? 1);
}
