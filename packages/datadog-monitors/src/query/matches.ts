import type { Scope } from './query-tree';

/** Tags of a series, for example `{ functionname: 'power-on' }`. */
export type Tags = Readonly<Record<string, string>>;

/** Tags of a series, which may have several values of one key, for example `{ kube_service: ['a', 'b'] }`. */
export type SeriesTags = Readonly<Record<string, string | readonly string[]>>;

/** Returns the values of a tag; an empty list if the series lacks the tag. */
export function valuesOfTag(tags: SeriesTags, key: string): readonly string[] {
  const found = Object.hasOwn(tags, key) ? tags[key] : undefined;
  if (found === undefined) return [];
  return typeof found === 'string' ? [found] : found;
}

/**
 * Returns whether a scope matches a series with these tags. `*` matches any characters
 * (docs.datadoghq.com/metrics/advanced-filtering).
 */
export function matches(scope: Scope, tags: SeriesTags): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'tag':
      return hasTag(tags, scope.key, scope.value);
    case 'in':
      return scope.values.some((value) => hasTag(tags, scope.key, value)) !== scope.negated;
    case 'not':
      return !matches(scope.of, tags);
    case 'and':
      return scope.parts.every((part) => matches(part, tags));
    case 'or':
      return scope.parts.some((part) => matches(part, tags));
    default:
      return scope satisfies never;
  }
}

function hasTag(tags: SeriesTags, key: string, wanted: string | undefined): boolean {
  return valuesOfTag(tags, key).some((value) => wanted === undefined || fitsPattern(wanted, value));
}

/** Returns whether a tag value matches a value in a scope, which may contain `*`. Tags are case-insensitive. */
export function fitsPattern(wanted: string, value: string): boolean {
  return wanted.includes('*') ? glob(wanted, value) : wanted.toLowerCase() === value.toLowerCase();
}

// This function does not use a regular expression, because some patterns would be slow.
function glob(pattern: string, text: string): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const last = others.pop() ?? '';
  const value = text.toLowerCase();
  if (!value.startsWith(first) || value.length < first.length + last.length || !value.endsWith(last)) return false;
  let rest = value.slice(first.length, value.length - last.length);
  return others.every((part) => {
    const at = rest.indexOf(part);
    rest = rest.slice(at + part.length);
    return at >= 0;
  });
}
