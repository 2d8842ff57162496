import { fitsPattern } from './matches';
import type { Scope } from './query-tree';

/** Predicate for a value in a scope, which may contain `*`. Returns undefined if the tag's value is unknown. */
export type TagTest = (wanted: string) => boolean | undefined;

/** Returns the predicate for a tag whose value is known. */
export const tagTest =
  (value: string): TagTest =>
  (wanted) =>
    fitsPattern(wanted, value);

/**
 * Returns whether a scope can match a series with partially known tags. Every value is possible for a tag without a predicate:
 * `{functionname:jobs,env:prod}` can match the `jobs` function, but `{functionname:other}` cannot.
 * @param tests predicates by tag key
 */
export function mayMatch(scope: Scope, tests: Readonly<Record<string, TagTest>>): boolean {
  return outcome(scope, tests) !== false;
}

type Tests = Parameters<typeof mayMatch>[1];

/** Evaluates a scope in three-valued logic: undefined if the result depends on an unknown tag. */
function outcome(scope: Scope, tests: Tests): boolean | undefined {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'tag':
      return hasTag(tests, scope.key, scope.value);
    case 'in': {
      const isIn = anyOf(scope.values.map((value) => hasTag(tests, scope.key, value)));
      return scope.negated ? opposite(isIn) : isIn;
    }
    case 'not':
      return opposite(outcome(scope.of, tests));
    case 'and':
      return opposite(anyOf(scope.parts.map((part) => opposite(outcome(part, tests)))));
    case 'or':
      return anyOf(scope.parts.map((part) => outcome(part, tests)));
    default:
      return scope satisfies never;
  }
}

function hasTag(tests: Tests, key: string, wanted: string | undefined): boolean | undefined {
  const test = Object.hasOwn(tests, key) ? tests[key] : undefined;
  return wanted === undefined ? test && true : test?.(wanted);
}

const opposite = (value: boolean | undefined) => (value === undefined ? undefined : !value);

function anyOf(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}
