/** Filters that the page subscribes to if the user has not chosen any: all topics. */
const allTopics = ['#', '$aws/#'] as const;

/** Topic filters that the platform accepts at a time. */
export const mostFilters = 8;

/** Returns the topic filters in the address, one per line. */
export function filtersOf(text: string | undefined): readonly string[] {
  const filters = (text ?? '').split('\n').filter((filter) => filter !== '');
  return filters.length === 0 ? allTopics : filters.slice(0, mostFilters);
}
