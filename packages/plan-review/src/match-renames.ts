import { groupBy } from './group-by';
import { matchMany } from './match-many-renames';
import {
  bestPairs,
  byConfidence,
  type ComparedResource,
  comparedOf,
  isPlausible,
  isSameObject,
  leastConfidence,
  likeness,
  type Pair,
  type Side,
} from './similarity';

/** Maximum number of pairs to compare for one resource type. More resources are matched without comparing names. */
const comparedPairsAtMost = 10_000;

/** Matches deleted resources with created resources that may be renames. */
export function matchRenames<Of extends Side>(gone: readonly Of[], come: readonly Of[]): readonly Pair<Of>[] {
  const created = groupBy(come, ({ type }) => type);
  return [...groupBy(gone, ({ type }) => type)]
    .flatMap(([type, ones]) => pairsOfType(ones, created.get(type) ?? []))
    .sort(byConfidence);
}

function pairsOfType<Of extends Side>(gone: readonly Of[], come: readonly Of[]): readonly Pair<Of>[] {
  if (gone.length === 0 || come.length === 0) return [];
  const [ones, others] = [gone.map(comparedOf), come.map(comparedOf)];
  if (gone.length * come.length > comparedPairsAtMost) return matchMany(ones, others).filter(isPlausible);
  const pairs = ones.flatMap((one) =>
    others.map((other) => ({ gone: one.side, come: other.side, confidence: likenessIgnoringNames(one, other) })),
  );
  return bestPairs(
    pairs.filter(
      (pair) => isSameObject(pair.gone, pair.come) || (pair.confidence >= leastConfidence && isPlausible(pair)),
    ),
  );
}

/** Returns the similarity of two resources, ignoring attributes that differ only in the resource name. */
function likenessIgnoringNames(gone: ComparedResource<unknown>, come: ComparedResource<unknown>): number {
  const follows = followingOn(gone.name, come.name);
  const follow = [...come.texts].filter(([key, is]) => {
    const was = gone.texts.get(key);
    return was !== undefined && was !== is && follows(was, is);
  });
  const names = new Set(follow.map(([key]) => key));
  const others = new Map([...come.texts].filter(([key]) => !names.has(key)));
  const isAllName = follow.length > 0 && ![...others.keys()].some((key) => gone.texts.has(key));
  return isAllName ? 1 : likeness(gone, { texts: others });
}

// AWS names contain hyphens instead of the underscores in Terraform names
const canonical = (text: string) => text.replaceAll('_', '-');

/**
 * Returns a predicate for pairs of strings that differ only because they contain two different names. For the names `too_hot` and
 * `very_hot`, it is true for `too_hot_role` and `very_hot_role`. The second string may still contain the old name.
 */
function followingOn(from: string, to: string): (was: string, is: string) => boolean {
  const [old, now] = [wordsOf(from), wordsOf(to)];
  // an added word needs a neighbor to replace: `power_on` → `power_is_on` replaces `power` with `power-is`
  const isLeft = () => Math.min(old.length, now.length) > 1;
  while (isLeft() && old.at(-1) === now.at(-1)) for (const words of [old, now]) words.pop();
  while (isLeft() && old[0] === now[0]) for (const words of [old, now]) words.shift();
  const [word, other] = [old.join('-'), now.join('-')];
  const place = new RegExp(`(?<![A-Za-z0-9])${word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![A-Za-z0-9])`);
  return (was, is) => {
    const [before, after] = [canonical(was), canonical(is)];
    if (!before.includes(word)) return before === after;
    const [start = '', ...pieces] = before.split(place);
    if (!after.startsWith(start)) return false;
    let at = start.length;
    for (const piece of pieces) {
      const found = [other, word].find((one) => after.startsWith(one + piece, at));
      if (found === undefined) return false;
      at += found.length + piece.length;
    }
    return at === after.length;
  };
}

const wordsOf = (name: string) => name.split(/[_-]/);
