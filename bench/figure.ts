/** Measured figure and its limit, which is a minimum (`least`) or a maximum (`most`). */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  limit: { least: number } | { most: number };
}

/** Returns whether a figure misses its limit by more than a factor of two, more than a busy machine explains. */
export function failsBadly({ value, limit }: Figure): boolean {
  return 'least' in limit ? value < limit.least / 2 : value > limit.most * 2;
}

export const meets = ({ value, limit }: Figure): boolean =>
  'least' in limit ? value >= limit.least : value <= limit.most;

const shown = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

export function figureLine(figure: Figure): string {
  const limit = 'least' in figure.limit ? `≥ ${figure.limit.least}` : `≤ ${figure.limit.most}`;
  const mark = meets(figure) ? '✓' : failsBadly(figure) ? '✗' : '~';
  return `${mark} ${figure.name.padEnd(58)} ${shown(figure.value).padStart(9)} ${figure.unit.padEnd(4)} (${limit} ${figure.unit})`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Returns the figure for peak memory; an empty list if the system does not record it. @param megabytes several measurements */
export function peakFigures(
  name: string,
  megabytes: readonly (number | undefined)[],
  limit: Figure['limit'],
): readonly Figure[] {
  const value = largest(megabytes);
  return value === undefined ? [] : [{ name, value, unit: 'MB', limit }];
}

/** Returns the largest of the known values. */
export function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
