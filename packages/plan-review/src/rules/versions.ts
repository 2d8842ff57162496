/**
 * Returns the numbers in a version: `[3, 4, 0]` for `8.0.mysql_aurora.3.04.0`, whose first part is the version of MySQL, and the leading
 * numbers of any other version. Empty for other text.
 */
export const versionOf = (text: string): readonly number[] => {
  const numbers = /aurora\.([\d.]+)/.exec(text)?.[1] ?? /^v?(\d+(?:\.\d+)*)/.exec(text)?.[1];
  return numbers === undefined
    ? []
    : numbers
        .split('.')
        .filter((part) => part !== '')
        .map(Number);
};

/** Returns whether two versions count the same product. Aurora counts its own versions, unlike the database that it replaces. */
export const areComparable = (one: string, other: string): boolean =>
  one.includes('aurora') === other.includes('aurora');

/** Returns whether a version is older than another. Ignores numbers that only one of them has, so `13` is not older than `13.7`. */
export function isOlder([first, ...rest]: readonly number[], [other, ...others]: readonly number[]): boolean {
  if (first === undefined || other === undefined) return false;
  return first === other ? isOlder(rest, others) : first < other;
}
