/**
 * How deep events and results may be nested. Lambda has no such limit; what is nested some thousand levels deep no thread
 * here can hand to another, nor write down.
 */
export const mostLevels = 1_000;

/** Whether a value of JSON has more levels than so many. */
export const isDeeper = (value: unknown, levels = mostLevels): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
