import type { Value } from '@himeshima/terraform-json';
import { isSecretValue } from './assignments';
import { secrecyOf } from './secret-names';
import type { Span } from './spans';
import type { Search } from './text-secrets';

const longestList = 200;
const longestText = 4_000;

/** Finds secrets in lists of command arguments such as `["redis-cli", "-a", "…"]`. Keys of the result are positions in the list. */
export function argumentSpans(list: readonly Value[], find: Search): ReadonlyMap<number, readonly Span[]> {
  const found = new Map<number, readonly Span[]>();
  if (!list.some((item) => typeof item === 'string' && /^--?[A-Za-z]/.test(item))) return found;
  list.forEach((item, at) => {
    const option = list[at - 1];
    if (typeof option !== 'string' || typeof item !== 'string' || !/^--?[A-Za-z][\w.-]*$/.test(option)) return;
    if (isSecretValue(secrecyOf(option), option, item)) found.set(at, [{ start: 0, end: item.length }]);
  });
  const items = list.filter((item) => typeof item === 'string');
  const text = items.join(' ');
  if (items.length !== list.length || list.length > longestList || text.length > longestText) return found;
  const spans = find(text);
  let start = 0;
  items.forEach((item, at) => {
    const end = start + item.length;
    const own = spans
      .filter((span) => span.start < end && span.end > start)
      .map((span) => ({ start: Math.max(0, span.start - start), end: Math.min(item.length, span.end - start) }));
    if (own.length > 0 && !found.has(at)) found.set(at, own);
    start = end + 1;
  });
  return found;
}
