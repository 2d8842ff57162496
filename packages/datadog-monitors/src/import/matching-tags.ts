import { matches, type Tags } from '../query/matches';
import type { MetricSeries, Scope } from '../query/query-tree';

/** Returns tags that make a series match a query's scope and groups; undefined if none are found. */
export function matchingTags({ scope, groupBy }: MetricSeries): Tags | undefined {
  const groups = Object.fromEntries(groupBy.map(({ text }) => [text, 'a']));
  const tags = { ...groups, ...tagsOf(scope) };
  const isPrintable = Object.entries(tags).every((entry) => entry.every((part) => /^[^{},\s]+$/.test(part)));
  return isPrintable && matches(scope, tags) ? tags : undefined;
}

function tagsOf(scope: Scope): Tags {
  switch (scope.kind) {
    case 'all':
    case 'not':
      return {};
    case 'tag':
      return { [scope.key]: (scope.value ?? 'a').replaceAll('*', 'a') };
    case 'in':
      return scope.negated ? {} : { [scope.key]: (scope.values[0] ?? 'a').replaceAll('*', 'a') };
    case 'and':
      return Object.assign({}, ...scope.parts.map(tagsOf));
    case 'or':
      return scope.parts[0] === undefined ? {} : tagsOf(scope.parts[0]);
    default:
      return scope satisfies never;
  }
}
