const buckets = 0xffff;

/** Finds many literals in one pass over a text, whose time does not depend on how many there are. */
export class LiteralIndex {
  private readonly mayStart = new Uint8Array(buckets + 1);
  private readonly byPrefix = new Map<number, string[]>();

  /** @param prefix how many first characters select candidates; no literal may be shorter */
  constructor(
    literals: Iterable<string>,
    private readonly prefix: number,
  ) {
    for (const literal of new Set(literals)) {
      const key = this.keyAt(literal, 0);
      this.mayStart[key] = 1;
      const sharing = this.byPrefix.get(key);
      if (sharing === undefined) this.byPrefix.set(key, [literal]);
      else sharing.push(literal);
    }
    // the longest literal wins
    for (const sharing of this.byPrefix.values()) sharing.sort((one, other) => other.length - one.length);
  }

  get isEmpty(): boolean {
    return this.byPrefix.size === 0;
  }

  /** Calls `visit` for each literal at each position, until it returns false. */
  visit(text: string, visit: (literal: string, at: number) => boolean): void {
    if (this.isEmpty) return;
    for (let at = 0; at + this.prefix <= text.length; at += 1) {
      const key = this.keyAt(text, at);
      if (this.mayStart[key] !== 1) continue;
      for (const literal of this.byPrefix.get(key) ?? [])
        if (text.startsWith(literal, at) && !visit(literal, at)) return;
    }
  }

  private keyAt(text: string, at: number): number {
    let key = 0;
    for (let step = 0; step < this.prefix; step += 1) key = (key * 97 + text.charCodeAt(at + step)) & buckets;
    return key;
  }
}
