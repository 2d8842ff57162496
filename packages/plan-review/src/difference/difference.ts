import { equal, isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import { memoizeByObject } from '../memoize';
import { documentIn } from '../plan/json-documents';
import type { Change, Difference } from '../plan/plan';
import { keyOf } from './canonical-key';
import { isDefault } from './computed-defaults';
import { areSamePolicies } from './equivalent-policies';
import { matchItems } from './match-items';
import { hasLater, isLater, known, withLater } from './unknown-values';

/** Changed attributes of a resource, and attributes known only after apply. */
export interface Differences {
  readonly known: readonly Difference[];
  /** Paths of the attributes known only after apply. */
  readonly afterApply: readonly (readonly string[])[];
  /** Values with a different notation and the same meaning. */
  readonly rewritten: readonly Rewritten[];
}

interface Rewritten {
  readonly path: readonly string[];
  /** Kind of difference in notation. `empty values`: JSON that differs only in null, empty and missing values. */
  readonly as: 'the same policy' | 'the same values' | 'another order' | 'empty values';
}

interface Insignificant {
  readonly path: readonly string[];
  readonly insignificant: true;
  /** Whether a number or boolean is written as text on one side. Other values are empty on both sides. */
  readonly isText: boolean;
}

type FoundDifference =
  | Difference
  | { readonly path: readonly string[]; readonly later: true }
  | Rewritten
  | Insignificant;

type ComparedChange = Pick<Change, 'before' | 'after' | 'unknown'> & Partial<Pick<Change, 'type' | 'action'>>;

/**
 * Compares the values before and after a change. Treats JSON strings as documents, matches objects in lists by name, and
 * compares lists of words item by item.
 */
export const differencesOf = memoizeByObject((change: ComparedChange): Differences => {
  const found = foundIn(change);
  return {
    known: found.filter((one): one is Difference => 'before' in one && !isInsignificant(change, one)),
    afterApply: found.flatMap((one) => ('later' in one ? [one.path] : [])),
    rewritten: found.filter((one): one is Rewritten => 'as' in one),
  };
});

/**
 * Returns the paths of values that change, but mean the same: values that stay empty, such as null and `[]`, numbers and their text, and
 * computed defaults that are null in planned replacements.
 */
export const insignificantPaths = (change: ComparedChange): readonly (readonly string[])[] =>
  foundIn(change).flatMap((one) => (isInsignificant(change, one) ? [one.path] : []));

const foundIn = memoizeByObject(({ before, after, unknown }: ComparedChange): readonly FoundDifference[] => {
  const now = withLater(after, unknown);
  const there = isObject(now) ? now : {};
  const names = [...new Set([...Object.keys(before), ...Object.keys(there)])].sort();
  return names.flatMap((name) => compare([name], property(before, name), property(there, name)));
});

function isInsignificant({ after, type = '', action }: ComparedChange, found: FoundDifference): boolean {
  if (!('before' in found)) return 'insignificant' in found;
  const {
    path: [name = ''],
    after: planned,
  } = found;
  // in a comparison of commits, an attribute without a planned value was removed from the code
  const isPlannedAsNull = planned === undefined && Object.hasOwn(after, name);
  return action === 'replace' && isPlannedAsNull && isDefault(type, found);
}

const isNothing = (value: Value | undefined): value is undefined | null => value === undefined || value === null;
/** Returns whether a provider may return this value for an undeclared attribute. */
const isEmpty = (value: Value | undefined): boolean =>
  isNothing(value) || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

function compare(path: readonly string[], before: Value | undefined, after: Value | undefined): FoundDifference[] {
  if (isLater(after)) return [{ path, later: true }];
  if (isEmpty(before) && isEmpty(after)) return sameMeaning(path, before, after);
  if (isNothing(after)) return [{ path, before, after: undefined }];
  if (isNothing(before)) return newValue(path, after);
  if (equal(before, after)) return [];
  if (
    typeof before === 'string' &&
    typeof after === 'string' &&
    areSamePolicies(before, after) &&
    !areRounded(before, after)
  )
    return [{ path, as: 'the same policy' }];
  const [one, other] = [documentIn(before) ?? before, documentIn(after) ?? after];
  if (equal(one, other)) return [areRounded(before, after) ? { path, before, after } : { path, as: 'the same values' }];
  if (isObject(one) && isObject(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    const found = names.flatMap((name) => compare([...path, name], property(one, name), property(other, name)));
    if (found.some(isSignificant)) return found;
    // an added or removed empty value is a change only in a JSON string, which the provider compares as text
    if (one === before) return found;
    return [
      { path, as: found.some((inside) => 'isText' in inside && inside.isText) ? 'the same values' : 'empty values' },
    ];
  }
  if (isList(one) && isList(other)) return compareLists(path, one, other);
  // a string in a policy equals a list with only this string
  if (isWords(one) && isWord(other)) return compareLists(path, one, [other]);
  if (isWord(one) && isWords(other)) return compareLists(path, [one], other);
  // a statement equals a list with only this statement
  if (isList(one) && isObject(other)) return compareLists(path, one, [other]);
  if (isObject(one) && isList(other)) return compareLists(path, [one], other);
  if (isSameText(one, other)) return sameMeaning(path, before, after);
  if (!hasLater(other)) return [{ path, before: one, after: other }];
  return [
    { path, before: one, after: known(other) },
    { path, later: true },
  ];
}

/** Returns whether documents seem equal only because JSON.parse rounds numbers with more than 15 digits. */
const areRounded = (before: Value, after: Value): boolean => {
  const [was, is] = [before, after].map((value) => (String(value).match(/\d{16,}/g) ?? []).sort().join());
  return typeof before === 'string' && typeof after === 'string' && was !== is;
};

/** Returns whether a difference affects more than the notation of a value in the plan. */
const isSignificant = (found: FoundDifference): boolean => !('insignificant' in found);

/** Describes a value that means the same before and after. A missing value is the same as null. */
const sameMeaning = (path: readonly string[], before: Value | undefined, after: Value | undefined): Insignificant[] =>
  equal(before ?? null, after ?? null) ? [] : [{ path, insignificant: true, isText: !isEmpty(before) }];

/** Describes a new value, which may contain values known only after apply. */
function newValue(path: readonly string[], after: Value): FoundDifference[] {
  const knownPart = known(after);
  return [
    ...(isNothing(knownPart) ? [] : [{ path, before: undefined, after: knownPart }]),
    ...laterPaths(path, after).map((at) => ({ path: at, later: true }) as const),
  ];
}

/** Maximum number of values known only after apply to list in a new block. */
const laterAtMost = 3;

/** Returns the paths of the values known only after apply in a new value, or its own path if there are many. */
function laterPaths(path: readonly string[], value: Value): readonly (readonly string[])[] {
  const pathsIn = (inside: Value, at: readonly string[]): readonly (readonly string[])[] =>
    isLater(inside)
      ? [at]
      : isList(inside)
        ? inside.flatMap((item) => pathsIn(item, at))
        : isObject(inside)
          ? Object.entries(inside).flatMap(([name, item]) => pathsIn(item, [...at, name]))
          : [];
  const paths = [...new Map(pathsIn(value, path).map((one) => [JSON.stringify(one), one])).values()];
  return paths.length > laterAtMost ? [path] : paths;
}

/** Returns whether two values have the same string form. Some provider versions store numbers and booleans as strings. */
const isSameText = (one: Value, other: Value) =>
  [one, other].every((value) => typeof value !== 'object') && String(one) === String(other);
const isWord = (value: Value) => typeof value === 'string';
const isWords = (value: Value): value is readonly Value[] => isList(value) && value.every(isWord);

function compareLists(path: readonly string[], before: readonly Value[], after: readonly Value[]): FoundDifference[] {
  if (after.some(isLater)) {
    const there = after.filter((item) => !isLater(item));
    // an unknown item may be one that seems to be gone
    const keys = new Set(there.map(keyOf));
    const kept = before.filter((item) => keys.has(keyOf(item)));
    const mayBeKept = before.length - kept.length <= after.length - there.length;
    const old = mayBeKept ? kept : before;
    return [...(equal(old, there) ? [] : compareLists(path, old, there)), { path, later: true }];
  }
  if (equal(before, after)) return [{ path, as: 'the same values' }];
  if ([...before, ...after].every((item) => typeof item !== 'object' || item === null)) {
    const [gone, come] = [withoutItems(before, after), withoutItems(after, before)];
    if (isOrdered(path) && !equal(withoutItems(before, gone), withoutItems(after, come)))
      return [{ path, before, after }];
    if (gone.length + come.length === 0) return [{ path, as: 'another order' }];
    // undefined for a list that was missing or empty
    const part = (items: readonly Value[], list: readonly Value[]) => (list.length > 0 ? items : undefined);
    return [{ path, before: part(gone, before), after: part(come, after) }];
  }
  const [[only], [otherOnly]] = [before, after];
  // a single block keeps its identity even if its name changes
  if (before.length === 1 && after.length === 1 && only !== undefined && otherOnly !== undefined) {
    const inside =
      isObject(only) && isObject(otherOnly) ? compare(withName(path, only, otherOnly), only, otherOnly) : [];
    if (inside.some(isSignificant)) return inside;
  }
  const found = matchItems(before, after).flatMap(({ name, before: one, after: other }) =>
    // a list with one block is compared like the block itself
    compareItems(before.length <= 1 && after.length <= 1 ? path : [...path, `[${name}]`], one, other),
  );
  if (found.some(isSignificant)) return found;
  const keys = new Set(after.map(keyOf));
  return before.every((item) => keys.has(keyOf(item))) ? [{ path, as: 'another order' }] : found;
}

/** Returns whether a list is a command line, whose order has a meaning. */
const isOrdered = (path: readonly string[]): boolean =>
  /^(?:args?|arguments|commands?|entry_?point)$/i.test(path.at(-1) ?? '');

/** Compares two matched items. An item without values is a change, too: the block `none {}` may be the setting itself. */
function compareItems(path: readonly string[], before: Value | undefined, after: Value | undefined): FoundDifference[] {
  const isAddedOrRemoved = before === undefined || after === undefined;
  return isAddedOrRemoved && isEmpty(before) && isEmpty(after)
    ? [{ path, before, after }]
    : compare(path, before, after);
}

/** Removes each of the given items once. */
export function withoutItems<Item extends Value>(items: readonly Item[], removed: readonly Item[]): readonly Item[] {
  const counts = new Map<Item, number>();
  for (const item of removed) counts.set(item, (counts.get(item) ?? 0) + 1);
  return items.filter((item) => {
    const count = counts.get(item) ?? 0;
    counts.set(item, count - 1);
    return count <= 0;
  });
}

/** Adds the name of a block that only gives a name its value, because the value says nothing without the name. */
function withName(path: readonly string[], one: ValueObject, other: ValueObject): readonly string[] {
  const { name } = one;
  return typeof name === 'string' && name !== '' && name === other['name'] && 'value' in one && 'value' in other
    ? [...path, `[${name}]`]
    : path;
}

/** Returns whether a change only rewrites values in an equivalent form. Only reordering a list does not count, because it may matter. */
export function isOnlyReformatted(change: Change): boolean {
  const { known, afterApply, rewritten } = differencesOf(change);
  return known.length + afterApply.length === 0 && rewritten.some(({ as }) => as !== 'another order');
}
