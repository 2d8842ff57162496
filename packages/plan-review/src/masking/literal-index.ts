const buckets = 0xffff;

/** Maximum number of leading characters to use as a lookup key. */
const longestHead = 32;

/** Index that finds many literals in one pass over a text. The search time hardly depends on the number of literals. */
export class LiteralIndex {
  private readonly mayStart = new Uint8Array(buckets + 1);
  /**
   * Literals by the hash of their first characters, then by the length of their head (longest first), then by the head itself.
   */
  private readonly byPrefix = new Map<number, Map<number, Map<string, string[]>>>();

  /** Creates an index. @param prefix number of leading characters to hash; no literal may be shorter */
  constructor(
    literals: Iterable<string>,
    private readonly prefix: number,
  ) {
    for (const literal of [...new Set(literals)].sort((one, other) => other.length - one.length)) {
      const key = this.keyAt(literal, 0);
      const head = literal.slice(0, longestHead);
      this.mayStart[key] = 1;
      const byLength = entry(this.byPrefix, key, () => new Map<number, Map<string, string[]>>());
      entry(
        entry(byLength, head.length, () => new Map<string, string[]>()),
        head,
        (): string[] => [],
      ).push(literal);
    }
  }

  /** Calls `visit` for each literal at each position, longest first, until `visit` returns false. */
  visit(text: string, visit: (literal: string, at: number) => boolean): void {
    if (this.byPrefix.size === 0) return;
    for (let at = 0; at + this.prefix <= text.length; at += 1) {
      const key = this.keyAt(text, at);
      if (this.mayStart[key] !== 1) continue;
      for (const [length, heads] of this.byPrefix.get(key) ?? [])
        for (const literal of heads.get(text.slice(at, at + length)) ?? [])
          if ((literal.length === length || text.startsWith(literal, at)) && !visit(literal, at)) return;
    }
  }

  private keyAt(text: string, at: number): number {
    let key = 0;
    for (let step = 0; step < this.prefix; step += 1) key = (key * 97 + text.charCodeAt(at + step)) & buckets;
    return key;
  }
}

function entry<Key, Item>(map: Map<Key, Item>, key: Key, create: () => Item): Item {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
