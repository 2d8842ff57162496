/**
 * Maximum nesting of events and results. Lambda has no such limit, but a local thread cannot pass or serialize values
 * with some thousand levels.
 */
export const mostLevels = 1_000;

/** Returns whether a JSON value has more levels than the maximum. */
export const isDeeper = (value: unknown, levels = mostLevels): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
