/** Returns the numbers in a version: `[8, 0, 3, 4, 0]` for `8.0.mysql_aurora.3.04.0`. Empty for other text. */
export const versionOf = (text: string): readonly number[] => (text.match(/\d+/g) ?? []).map(Number);

/** Returns whether a version is older than another. Ignores numbers that only one of them has, so `13` is not older than `13.7`. */
export function isOlder([first, ...rest]: readonly number[], [other, ...others]: readonly number[]): boolean {
  if (first === undefined || other === undefined) return false;
  return first === other ? isOlder(rest, others) : first < other;
}
