import { groupBy } from './group-by';
import {
  bestPairs,
  type ComparedResource,
  compare,
  leastConfidence,
  likeness,
  type Pair,
  type Side,
} from './similarity';

/** Resource with a number for each attribute value. Equal values have equal numbers. */
interface NumberedResource<Of> extends ComparedResource<Of> {
  readonly numbers: ReadonlyMap<string, number>;
}

/**
 * Matches resources of one type without comparing all pairs: first, resources with equal attributes, and then resources that
 * share rare values. Time and memory grow linearly with the number of resources.
 */
export function matchMany<Of extends Side>(
  gone: readonly ComparedResource<Of>[],
  come: readonly ComparedResource<Of>[],
): readonly Pair<Of>[] {
  const number = numbering();
  const [ones, others] = [gone, come].map((sides) => sides.map((side) => ({ ...side, numbers: number(side.texts) })));
  const old = (ones ?? []).sort((a, b) => compare(a.side.address, b.side.address));
  const equal = equalPairs(old, others ?? []);
  const taken = new Set(equal.flatMap((pair) => [pair.gone, pair.come]));
  const [left, right] = [old, others ?? []].map((sides) => sides.filter(({ side }) => !taken.has(side)));
  return [...equal, ...bestPairs(similarPairs(left ?? [], right ?? []))];
}

function numbering(): (texts: ComparedResource<unknown>['texts']) => ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const numberOf = (text: string) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return (texts) => new Map([...texts].map(([key, text]) => [key, numberOf(text)]));
}

/**
 * Maximum number of fingerprints to compute, unless this leaves fewer than `shapesAtLeast` shapes on each side.
 * Most types have only one set of attribute names on each side.
 */
const fingerprintsAtMost = 500_000;
const shapesAtLeast = 10;

/** Matches each deleted resource with the first unmatched created resource whose common attributes are all equal. */
function equalPairs<Of extends Side>(
  gone: readonly NumberedResource<Of>[],
  come: readonly NumberedResource<Of>[],
): Pair<Of>[] {
  const order = new Map(come.map((one, at) => [one, at]));
  const most = Math.max(shapesAtLeast, Math.floor(fingerprintsAtMost / Math.max(1, gone.length + come.length)));
  const shapes = commonShapes(come, most);
  const taken = new Set<NumberedResource<Of>>();
  const pairs: Pair<Of>[] = [];
  const candidates = commonShapes(gone, most).flatMap((ones) => {
    const lookups = shapes.map((others) => lookupOf(ones, others));
    return ones.map((one) => ({ one, lookups }));
  });
  for (const { one, lookups } of candidates.sort((a, b) => compare(a.one.side.address, b.one.side.address))) {
    const found = lookups.flatMap((lookup) => {
      const equal = lookup(one);
      // linear time overall, because each resource is removed from its queue at most once
      while (equal.next !== undefined && taken.has(equal.next)) equal.advance();
      return equal.next ?? [];
    });
    const [first] = found.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    if (first === undefined) continue;
    taken.add(first);
    pairs.push({ gone: one.side, come: first.side, confidence: 1 });
  }
  return pairs;
}

/** Groups resources by their attribute names, and returns the most frequent groups. */
function commonShapes<Of>(
  sides: readonly NumberedResource<Of>[],
  most: number,
): readonly (readonly NumberedResource<Of>[])[] {
  const shapes = groupBy(sides, ({ numbers }) => JSON.stringify([...numbers.keys()].sort()));
  return [...shapes.values()].sort((a, b) => b.length - a.length).slice(0, most);
}

interface Queue<Item> {
  readonly next: Item | undefined;
  advance(): void;
}

function queueOf<Item>(items: readonly Item[]): Queue<Item> {
  let at = 0;
  return {
    get next() {
      return items[at];
    },
    advance() {
      at += 1;
    },
  };
}

/** Returns a function that finds the created resources whose common attributes equal those of a deleted resource. */
function lookupOf<Of>(gone: readonly NumberedResource<Of>[], come: readonly NumberedResource<Of>[]) {
  const keys = [...(come[0]?.numbers.keys() ?? [])].filter((key) => gone[0]?.numbers.has(key)).sort();
  const fingerprint = ({ numbers }: NumberedResource<Of>) => keys.map((key) => numbers.get(key)).join();
  const groups = keys.length === 0 ? new Map<string, NumberedResource<Of>[]>() : groupBy(come, fingerprint);
  const queues = new Map([...groups].map(([key, items]) => [key, queueOf(items)]));
  const none = queueOf<NumberedResource<Of>>([]);
  return (one: NumberedResource<Of>): Queue<NumberedResource<Of>> => queues.get(fingerprint(one)) ?? none;
}

/** Maximum number of pairs to compare, unless this leaves fewer than `candidatesAtLeast` candidates for a resource. */
const pairsAtMost = 500_000;
const candidatesAtLeast = 20;

/** Pairs similar resources. Candidates are created resources that share a value, starting with rare values. */
function similarPairs<Of extends Side>(
  gone: readonly NumberedResource<Of>[],
  come: readonly NumberedResource<Of>[],
): Pair<Of>[] {
  const most = Math.max(candidatesAtLeast, Math.floor(pairsAtMost / Math.max(1, gone.length)));
  const sharing = new Map<string, number[]>();
  for (const [at, { numbers }] of come.entries()) {
    for (const value of valuesOf(numbers)) {
      const those = sharing.get(value);
      if (those === undefined) sharing.set(value, [at]);
      else those.push(at);
    }
  }
  const starts = new Map<string, number>();
  return gone.flatMap((one) => {
    const lists = valuesOf(one.numbers).flatMap((value) => {
      const places = sharing.get(value);
      if (places === undefined) return [];
      // start at a different position for each resource; otherwise, all resources with this value would have the same candidates
      const start = starts.get(value) ?? 0;
      starts.set(value, (start + 1) % places.length);
      return [{ places, start }];
    });
    const candidates = new Set<number>();
    for (const { places, start } of lists.sort((a, b) => a.places.length - b.places.length)) {
      for (let at = 0; at < Math.min(places.length, most) && candidates.size < most; at++) {
        candidates.add(places[(start + at) % places.length] ?? 0);
      }
    }
    return [...candidates]
      .sort((a, b) => a - b)
      .flatMap((at): Pair<Of>[] => {
        const other = come[at];
        const confidence = other === undefined ? 0 : likeness(one, other);
        return other === undefined || confidence < leastConfidence
          ? []
          : [{ gone: one.side, come: other.side, confidence }];
      });
  });
}

const valuesOf = (numbers: NumberedResource<unknown>['numbers']) =>
  [...numbers].map(([key, number]) => `${number} ${key}`);
