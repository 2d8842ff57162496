import { equal, isObject, type Value } from '../../lib/terraform';

interface Matched {
  /** What names the item, else its place in the list. */
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** By what people and services tell the items of a list apart, the surest first. */
const namingKeys = ['Sid', 'id', 'name', 'key', 'statement_id', 'effect', 'type'];

/** Pairs the items of two lists: by what names them, else those that are the same, else by their order. */
export function matchItems(before: readonly Value[], after: readonly Value[]): readonly Matched[] {
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

function byName(key: string, before: readonly Value[], after: readonly Value[]): Matched[] {
  const [old, now] = [before, after].map((items) => new Map(items.map((item) => [nameOf(item, key) ?? '', item])));
  const names = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])]);
  return [...names].map((name) => ({ name, before: old?.get(name), after: now?.get(name) }));
}

function inOrder(before: readonly Value[], after: readonly Value[]): Matched[] {
  const left = [...after.entries()];
  const gone: [number, Value][] = [];
  for (const [place, item] of before.entries()) {
    const same = left.findIndex(([, other]) => equal(item, other));
    if (same < 0) gone.push([place, item]);
    else left.splice(same, 1);
  }
  return Array.from({ length: Math.max(gone.length, left.length) }, (_, turn) => ({
    name: String((gone[turn] ?? left[turn])?.[0] ?? turn),
    before: gone[turn]?.[1],
    after: left[turn]?.[1],
  }));
}
