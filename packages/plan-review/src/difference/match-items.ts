import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { keyOf } from './canonical-key';

interface MatchedItem {
  /** Name of the item, or the position of an item without a name. */
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Properties that can identify the items of a list, most reliable first. */
const namingKeys = ['Sid', 'id', 'name', 'key', 'statement_id', 'effect', 'type'];

/** Matches the items of two lists by name. Without names, matches equal items first, and then similar items. */
export function matchItems(before: readonly Value[], after: readonly Value[]): readonly MatchedItem[] {
  const key = namingKeys.find((name) => namesAll(before, name) && namesAll(after, name));
  return key === undefined ? inOrder(before, after) : byName(key, before, after);
}

const nameOf = (item: Value, key: string): string | undefined => {
  const name = isObject(item) ? item[key] : undefined;
  return typeof name === 'string' ? name : undefined;
};

function namesAll(items: readonly Value[], key: string): boolean {
  const names = items.map((item) => nameOf(item, key));
  return !names.includes(undefined) && new Set(names).size === names.length;
}

function byName(key: string, before: readonly Value[], after: readonly Value[]): MatchedItem[] {
  const [old, now] = [before, after].map((items) => new Map(items.map((item) => [nameOf(item, key) ?? '', item])));
  const names = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...names].map((name) => ({ name, before: old?.get(name), after: now?.get(name) }));
}

function inOrder(before: readonly Value[], after: readonly Value[]): MatchedItem[] {
  const places = new Map<string, number[]>();
  // in reverse order, because pop() removes the last position first
  for (const [place, item] of [...after.entries()].reverse()) {
    const key = keyOf(item);
    const those = places.get(key);
    if (those === undefined) places.set(key, [place]);
    else those.push(place);
  }
  const gone: PlacedItem[] = [];
  const matched = new Set<number>();
  for (const [place, item] of before.entries()) {
    const same = places.get(keyOf(item))?.pop();
    if (same === undefined) gone.push([place, item]);
    else matched.add(same);
  }
  const left = [...after.entries()].filter(([place]) => !matched.has(place));
  const come = alignSimilar(gone, left);
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, turn) => ({
    name: String((gone[turn] ?? come[turn])?.[0] ?? turn),
    before: gone[turn]?.[1],
    after: come[turn]?.[1],
  }));
}

type PlacedItem = readonly [place: number, item: Value];

/** Maximum number of pairs to compare. The items of longer lists are paired in order. */
const pairsAtMost = 2_500;

/** Moves each added item to the position of the most similar removed item. Unmatched items are last. */
function alignSimilar(gone: readonly PlacedItem[], come: readonly PlacedItem[]): readonly (PlacedItem | undefined)[] {
  const isPlain = gone.length * come.length <= 1 || gone.length * come.length > pairsAtMost;
  if (isPlain) return come;
  const [was, is] = [gone, come].map((all) => all.map(([, item]) => new Set(valuesIn(item))));
  const pairs = (was ?? []).flatMap((one, turn) =>
    (is ?? []).map((other, at) => ({ turn, at, shared: [...one].filter((text) => other.has(text)).length })),
  );
  const turns = new Map<number, number>();
  const placed = new Set<number>();
  for (const { turn, at } of pairs.sort((a, b) => b.shared - a.shared)) {
    if (turns.has(turn) || placed.has(at)) continue;
    turns.set(turn, at);
    placed.add(at);
  }
  return [...[...gone.keys()].map((turn) => come[turns.get(turn) ?? -1]), ...come.filter((_, at) => !placed.has(at))];
}

/** Formats every leaf of a value with its path: `.Action: iot:Publish`. */
function valuesIn(value: Value, path = ''): readonly string[] {
  if (isList(value)) return value.flatMap((item) => valuesIn(item, path));
  if (isObject(value)) return Object.entries(value).flatMap(([name, inside]) => valuesIn(inside, `${path}.${name}`));
  return [`${path}: ${value}`];
}
