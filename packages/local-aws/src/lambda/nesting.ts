/**
 * Maximum nesting of events and results. Lambda has no such limit, but local threads cannot exchange or serialize
 * values with several thousand levels.
 */
export const mostLevels = 1_000;

/** Returns whether a JSON value has more than the maximum number of levels. */
export const isDeeper = (value: unknown, levels = mostLevels): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
