/**
 * Pattern element: a literal character, any single character, or any number of characters within a level or across levels.
 */
type Part = { readonly one: string } | 'any one' | 'some of a level' | 'some';

/** Pattern that describes a set of topics. */
export type TopicPattern = readonly Part[];

/** Returns a pattern for the topics that a filter matches. */
export function patternOfFilter(filter: string): TopicPattern {
  return filter.split('/').flatMap((level, at): Part[] => {
    const parts: Part[] =
      level === '+' ? ['some of a level'] : level === '#' ? ['some'] : [...level].map((one) => ({ one }));
    return at === 0 ? parts : [{ one: '/' }, ...parts];
  });
}

/**
 * Returns a pattern for the topics in a policy resource, in which `*` and `?` match across levels, and a policy
 * variable matches within a level. Source: AWS IoT developer guide, iot-policies, "Policy variables".
 */
export function patternOfResource(topic: string): TopicPattern {
  return split(topic, /\$\{[^}]*\}|[*?]/).map((text) => {
    if (text === '*') return 'some';
    if (text === '?') return 'any one';
    return text.length > 1 ? 'some of a level' : { one: text };
  });
}

/** Returns a pattern for the topics that a template with `${…}` can produce for messages that match `filter`. */
export function patternOfTemplate(text: string, filter: string): TopicPattern {
  const levels = filter.split('/');
  return split(text, /\$\{[^}]*\}/).flatMap((part): TopicPattern => {
    if (part.length < 2) return [{ one: part }];
    if (/^\$\{\s*topic\(\s*\)\s*\}$/i.test(part)) return patternOfFilter(filter);
    const [, level] = /^\$\{\s*topic\(\s*(\d+)\s*\)\s*\}$/i.exec(part) ?? [];
    if (level === undefined) return ['some'];
    const known = levels[Number(level) - 1] ?? '+';
    return known === '#' ? ['some of a level'] : patternOfFilter(known);
  });
}

/** Returns the only topic that a pattern matches, or undefined if the pattern matches several topics. */
export function exactTopic(pattern: TopicPattern): string | undefined {
  return pattern.every((part) => typeof part === 'object')
    ? pattern.map((part) => (typeof part === 'object' ? part.one : '')).join('')
    : undefined;
}

/** Returns whether at least one topic matches both patterns. */
export function patternsOverlap(one: TopicPattern, other: TopicPattern): boolean {
  const visited = new Set<number>();
  const overlapFrom = (a: number, b: number): boolean => {
    const place = a * (other.length + 1) + b;
    if (visited.has(place)) return false;
    visited.add(place);
    const [left, right] = [one[a], other[b]];
    if (left === undefined && right === undefined) return true;
    if (
      left !== undefined &&
      isOpen(left) &&
      (overlapFrom(a + 1, b) || (right !== undefined && coversPart(left, right) && overlapFrom(a, b + 1)))
    )
      return true;
    if (right !== undefined && isOpen(right))
      return overlapFrom(a, b + 1) || (left !== undefined && coversPart(right, left) && overlapFrom(a + 1, b));
    if (left === undefined || right === undefined || isOpen(left)) return false;
    return (left === 'any one' || coversPart(right, left)) && overlapFrom(a + 1, b + 1);
  };
  return overlapFrom(0, 0);
}

const isOpen = (part: Part) => part === 'some' || part === 'some of a level';

/** Returns whether a pattern element can match another element, which can also be a wildcard. */
function coversPart(first: Part, second: Part): boolean {
  if (first === 'some of a level') return typeof second !== 'object' || second.one !== '/';
  if (first === 'some' || first === 'any one' || second === 'any one') return true;
  return typeof second === 'object' && first.one === second.one;
}

/** Splits text into matches of `special`, and single characters between them. */
function split(text: string, special: RegExp): readonly string[] {
  const pattern = new RegExp(`${special.source}|[\\s\\S]`, 'gu');
  return text.match(pattern) ?? [];
}
