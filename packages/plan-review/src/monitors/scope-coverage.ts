import type { Scope } from '@himeshima/datadog-monitors';

/** Tag in a scope, and whether a source has the tag. The value may contain the wildcard `*`. */
interface Literal {
  readonly key: string;
  readonly value: string | undefined;
  readonly isSet: boolean;
}

/** Alternatives, each a list of literals that must all hold. */
type Alternatives = readonly (readonly Literal[])[];

/** Maximum number of alternatives of a scope that is analyzed. Scopes with more alternatives are compared by their text. */
const mostAlternatives = 500;

/**
 * Returns whether every source in one scope is also in another scope. Returns false if this cannot be proven, for example for `a:x*`
 * and `NOT a:y`.
 */
export function isCovered(scope: Scope, by: Scope): boolean {
  const alternatives = alternativesOf(scope, true);
  return alternatives?.every((literals) => holds(by, literals) === true) ?? false;
}

/** Returns the alternatives in which a scope holds (or does not hold); undefined if there are too many. */
function alternativesOf(scope: Scope, isTrue: boolean): Alternatives | undefined {
  switch (scope.kind) {
    case 'all':
      return isTrue ? [[]] : [];
    case 'tag':
      return [[{ key: scope.key, value: scope.value, isSet: isTrue }]];
    case 'in': {
      const isSet = isTrue !== scope.negated;
      const literals = scope.values.map((value) => ({ key: scope.key, value, isSet }));
      return isSet ? literals.map((literal) => [literal]) : [literals];
    }
    case 'not':
      return alternativesOf(scope.of, !isTrue);
    case 'and':
    case 'or': {
      const parts = scope.parts.map((part) => alternativesOf(part, isTrue));
      return (scope.kind === 'and') === isTrue ? crossed(parts) : concatenated(parts);
    }
    default:
      return scope satisfies never;
  }
}

type Parts = readonly (Alternatives | undefined)[];

const crossed = (parts: Parts): Alternatives | undefined =>
  parts.reduce<Alternatives | undefined>(
    (all, part) =>
      all === undefined || part === undefined || all.length * part.length > mostAlternatives
        ? undefined
        : all.flatMap((one) => part.map((other) => [...one, ...other])),
    [[]],
  );

const concatenated = (parts: Parts): Alternatives | undefined =>
  parts.includes(undefined) ? undefined : parts.flatMap((part = []) => part);

/** Returns whether a scope holds for a source with the given literals; undefined if this depends on other tags. */
function holds(scope: Scope, literals: readonly Literal[]): boolean | undefined {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'tag':
      return hasTag(scope, literals);
    case 'in': {
      const found = anyOf(scope.values.map((value) => hasTag({ key: scope.key, value }, literals)));
      return scope.negated ? negated(found) : found;
    }
    case 'not':
      return negated(holds(scope.of, literals));
    case 'or':
      return anyOf(scope.parts.map((part) => holds(part, literals)));
    case 'and':
      return negated(anyOf(scope.parts.map((part) => negated(holds(part, literals)))));
    default:
      return scope satisfies never;
  }
}

const negated = (value: boolean | undefined) => (value === undefined ? undefined : !value);
const anyOf = (values: readonly (boolean | undefined)[]): boolean | undefined =>
  values.includes(true) ? true : values.includes(undefined) ? undefined : false;

function hasTag(tag: Pick<Literal, 'key' | 'value'>, literals: readonly Literal[]): boolean | undefined {
  const same = literals.filter(({ key }) => key === tag.key);
  if (same.some(({ isSet, value }) => isSet && matches(value, tag.value))) return true;
  return same.some(({ isSet, value }) => !isSet && matches(tag.value, value)) ? false : undefined;
}

/** Returns whether a pattern matches every value that another pattern matches. */
function matches(value: string | undefined, pattern: string | undefined): boolean {
  if (value === pattern) return true;
  if (value === undefined || pattern === undefined || !pattern.includes('*')) return false;
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(value);
}
