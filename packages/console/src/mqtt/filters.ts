/** Filters that the page subscribes to if the user has not chosen any: all topics. */
const allTopics = ['#', '$aws/#'] as const;

/** Topic filters that the platform accepts at a time. */
export const mostFilters = 8;

/** Returns the topic filters in the address, one per line. */
export function filtersOf(text: string | undefined): readonly string[] {
  const filters = (text ?? '').split('\n').filter((filter) => filter !== '');
  return filters.length === 0 ? allTopics : filters.slice(0, mostFilters);
}

/** Returns why a topic filter is invalid; undefined if it is valid. */
export function filterMistake(filter: string): string | undefined {
  const levels = filter.split('/');
  const isPartial = levels.some((level) => level.length > 1 && /[+#]/.test(level));
  if (isPartial) return `${filter}: + and # must be the only character of a level`;
  return levels.slice(0, -1).includes('#') ? `${filter}: # must be the last level` : undefined;
}
