/** Limit of a figure at the reference speed: a maximum or a minimum. */
export type Limit = { readonly most: number } | { readonly least: number };

/** Measured figure. The value is usually the median of several runs. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Undefined if the figure is only shown for comparison. */
  readonly limit?: Limit;
  /** Explanation from a profile, shown if the figure misses its limit. */
  readonly profile?: string;
}

const durations: ReadonlySet<string> = new Set(['s', 'ms', 'µs', 'ns']);

/**
 * Returns the value that a figure would have on the reference machine.
 * If this machine is slower, durations become shorter and rates become higher. Sizes and ratios do not change.
 * @param speed of this machine relative to the reference machine
 */
export function atReferenceSpeed({ value, unit }: Figure, speed: number): number {
  if (durations.has(unit)) return value * speed;
  return unit === '/s' ? value / speed : value;
}

/**
 * Returns whether a figure meets its limit (`ok`), misses it (`missed`), or misses it by more than a factor of two (`failed`).
 * Returns `shown` for a figure without a limit.
 */
export function verdictOf(figure: Figure, speed: number): 'ok' | 'missed' | 'failed' | 'shown' {
  if (figure.limit === undefined) return 'shown';
  const value = atReferenceSpeed(figure, speed);
  const { limit } = figure;
  if ('least' in limit ? value >= limit.least : value <= limit.most) return 'ok';
  const excess = 'least' in limit ? limit.least / value : value / limit.most;
  return excess <= 2 ? 'missed' : 'failed';
}

const marks = { ok: '✓', missed: '~', failed: '✗', shown: ' ' } as const;

/** Formats a value with two decimals below 10, with one decimal below 100, and otherwise as an integer. */
export const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

export function limitText({ limit, unit }: Figure): string {
  if (limit === undefined) return '';
  return 'least' in limit ? `≥ ${limit.least} ${unit}` : `≤ ${limit.most} ${unit}`;
}

/** Formats a figure as one line: the measured value, the value at the reference speed, and the limit. */
export function figureLine(figure: Figure, speed: number): string {
  const columns = [
    figure.name.padEnd(62),
    digits(figure.value).padStart(8),
    digits(atReferenceSpeed(figure, speed)).padStart(8),
    figure.unit.padEnd(3),
    limitText(figure),
  ];
  return `${marks[verdictOf(figure, speed)]} ${columns.join(' ')}`.trimEnd();
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Number of runs per figure. The figure is the median of the runs. */
const runs = 5;

/** Runs a measurement five times, one after another. @returns the results in order */
export async function measureRepeatedly<Value>(measure: () => Value | Promise<Value>): Promise<readonly Value[]> {
  const values: Value[] = [];
  for (let run = 0; run < runs; run += 1) values.push(await measure());
  return values;
}

/** Returns the peak memory figure, or an empty list if the system does not record it. @param megabytes several measurements */
export function peakFigures(
  name: string,
  megabytes: readonly (number | undefined)[],
  limit?: Limit,
  profile?: string,
): readonly Figure[] {
  const value = largest(megabytes);
  return value === undefined
    ? []
    : [{ name, value, unit: 'MB', ...(limit && { limit }), ...(profile !== undefined && { profile }) }];
}

/** Returns the largest of the known values. Undefined if no value is known. */
export function largest(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
