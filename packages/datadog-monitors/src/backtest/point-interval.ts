import type { TestSeries } from '../series/series';

/** Returns the smallest interval between two points of the series, in minutes; 1 if no series has two points. */
export function pointInterval(all: readonly TestSeries[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const series of all) {
    const minutes = 'minutes' in series ? series.minutes.map(({ minute }) => minute) : minutesOf(series.values);
    for (const [at, minute] of minutes.entries())
      if (at > 0) least = Math.min(least, minute - (minutes[at - 1] ?? minute));
  }
  return Number.isFinite(least) ? least : 1;
}

function minutesOf(values: Float64Array): readonly number[] {
  const minutes: number[] = [];
  for (const [minute, value] of values.entries()) if (!Number.isNaN(value)) minutes.push(minute);
  return minutes;
}
