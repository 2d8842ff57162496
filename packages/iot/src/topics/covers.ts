/**
 * Returns whether every topic that matches `narrow` also matches `wide`. Both must be valid filters. The result is
 * exact for the rules of `matches`: `#` matches one or more levels, and a leading wildcard matches no `$` topic.
 */
export function covers(wide: string, narrow: string): boolean {
  const [w, n] = [wide.split('/'), narrow.split('/')];
  if (isWildcard(w[0]) && narrow.startsWith('$')) return false;
  for (let at = 0; ; at += 1) {
    const [all, some] = [w[at], n[at]];
    if (all === '#') return some !== undefined;
    if (all === undefined || some === undefined) return all === some;
    // only `#` matches several levels, and `wide` has no `#` at this level
    if (some === '#' || (all !== '+' && all !== some)) return false;
  }
}

/** Returns whether at least one topic matches both filters. */
export function filtersOverlap(one: string, other: string): boolean {
  const [a, b] = [one.split('/'), other.split('/')];
  if (isWildcard(a[0]) ? other.startsWith('$') : isWildcard(b[0]) && one.startsWith('$')) return false;
  for (let at = 0; ; at += 1) {
    const [left, right] = [a[at], b[at]];
    if (left === undefined || right === undefined) return left === right;
    if (left === '#' || right === '#') return true;
    if (left !== '+' && right !== '+' && left !== right) return false;
  }
}

const isWildcard = (level: string | undefined) => level === '+' || level === '#';
