import type { Timeline } from '../api/operations';

/** Returns the range and the step of the slider for a threshold, from the recorded values. */
export function thresholdRange(
  threshold: number,
  { series }: Pick<Timeline, 'series'>,
): { readonly min: number; readonly max: number; readonly step: number } {
  let [low, high] = [Math.min(0, threshold * 2), Math.max(0, threshold * 2) || 1];
  for (const [, value] of series.flatMap(({ points }) => points)) {
    low = Math.min(low, value ?? low);
    high = Math.max(high, (value ?? 0) * 1.1);
  }
  const step = 10 ** Math.floor(Math.log10((high - low) / 20));
  return { min: Math.floor(low / step) * step, max: Math.ceil(high / step) * step, step };
}

/** Returns the choices of a slider, which contain the current value. */
export const choicesWith = (choices: readonly number[], current: number): readonly number[] =>
  [...new Set([...choices, current])].toSorted((a, b) => a - b);
