const buckets = 0xffff;

/** Maximum number of leading characters to use as a lookup key. */
const longestHead = 32;

/** Maximum number of literals to compare one by one, which is faster than a lookup for so few literals. */
const comparedAtMost = 8;

/** Literals with the same hash, longest first. */
interface Bucket {
  /** All literals of the bucket, if there are few enough to compare one by one. */
  readonly few: readonly string[] | undefined;
  /** Heads of literals, grouped by length (longest first), and the literals that start with each head. */
  readonly byLength: readonly (readonly [length: number, heads: ReadonlyMap<string, readonly string[]>])[];
}

/** Index that finds many literals in a single pass over a text. The number of literals hardly affects the search time. */
export class LiteralIndex {
  private readonly mayStart = new Uint8Array(buckets + 1);
  /** Literals. Keys are hashes of the first characters. */
  private readonly byPrefix = new Map<number, Bucket>();

  /** Creates an index. @param prefix number of leading characters to hash; literals must not be shorter */
  constructor(
    literals: Iterable<string>,
    private readonly prefix: number,
  ) {
    const byKey = new Map<number, string[]>();
    for (const literal of [...new Set(literals)].sort((one, other) => other.length - one.length))
      entry(byKey, this.keyAt(literal, 0), (): string[] => []).push(literal);
    for (const [key, same] of byKey) {
      this.mayStart[key] = 1;
      this.byPrefix.set(key, bucketOf(same));
    }
  }

  /** Calls `visit` for each literal at each position, longest first, until `visit` returns false. */
  visit(text: string, visit: (literal: string, at: number) => boolean): void {
    if (this.byPrefix.size === 0) return;
    const last = text.length - this.prefix;
    for (let at = 0; at <= last; at += 1) {
      const key = this.keyAt(text, at);
      if (this.mayStart[key] === 1 && !this.visitAt(text, at, this.byPrefix.get(key), visit)) return;
    }
  }

  /** Calls `visit` for each literal of a bucket that is at a position. Returns false if `visit` returned false. */
  private visitAt(
    text: string,
    at: number,
    bucket: Bucket | undefined,
    visit: (literal: string, at: number) => boolean,
  ): boolean {
    if (bucket?.few !== undefined) {
      for (const literal of bucket.few) if (text.startsWith(literal, at) && !visit(literal, at)) return false;
      return true;
    }
    for (const [length, heads] of bucket?.byLength ?? [])
      for (const literal of heads.get(text.slice(at, at + length)) ?? [])
        if ((literal.length === length || text.startsWith(literal, at)) && !visit(literal, at)) return false;
    return true;
  }

  private keyAt(text: string, at: number): number {
    let key = 0;
    for (let step = 0; step < this.prefix; step += 1) key = (key * 97 + text.charCodeAt(at + step)) & buckets;
    return key;
  }
}

/** @param literals literals with equal hashes, longest first */
function bucketOf(literals: readonly string[]): Bucket {
  const byLength = new Map<number, Map<string, string[]>>();
  for (const literal of literals) {
    const head = literal.slice(0, longestHead);
    const heads = entry(byLength, head.length, () => new Map<string, string[]>());
    entry(heads, head, (): string[] => []).push(literal);
  }
  return { few: literals.length <= comparedAtMost ? literals : undefined, byLength: [...byLength] };
}

function entry<Key, Item>(map: Map<Key, Item>, key: Key, create: () => Item): Item {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
