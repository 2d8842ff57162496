import { Qlobber } from 'qlobber';
import { matches } from './topic-filter';

/**
 * Maximum number of levels. In AWS, topics have at most 8 levels, plus 3 for Basic Ingest; filters in tests can have
 * more.
 */
const mostLevels = 100;
const topicsRemembered = 1_000;

/** Index of values by topic filter. The time for a lookup does not depend on the number of filters. */
export class TopicIndex<Value> {
  readonly #entries = new Qlobber<{ readonly filter: string; readonly place: number; readonly value: Value }>({
    separator: '/',
    wildcard_one: '+',
    wildcard_some: '#',
    match_empty_levels: true,
    max_words: mostLevels,
  });
  readonly #all = new Set<{ readonly filter: string; readonly place: number; readonly value: Value }>();
  #size = 0;
  /** Cache of lookups, because devices keep publishing to the same topics. */
  readonly #known = new Map<string, readonly Value[]>();

  add(filter: string, value: Value): void {
    this.#known.clear();
    const entry = { filter, place: this.#size, value };
    this.#entries.add(filter, entry);
    this.#all.add(entry);
    this.#size += 1;
  }

  /** Removes a value from every filter to which it was added. */
  delete(value: Value): void {
    this.#known.clear();
    for (const entry of [...this.#all].filter((one) => one.value === value)) {
      this.#entries.remove(entry.filter, entry);
      this.#all.delete(entry);
    }
  }

  /** Returns the values whose filters match the topic according to `matches`, in insertion order. */
  at(topic: string): readonly Value[] {
    const known = this.#known.get(topic);
    if (known !== undefined) return known;
    const found = this.#find(topic);
    if (this.#known.size >= topicsRemembered) this.#known.clear();
    this.#known.set(topic, found);
    return found;
  }

  #find(topic: string): readonly Value[] {
    // qlobber's result is filtered, because qlobber's `a/#` also matches `a`, and its leading wildcards match `$aws/…`
    const found = this.#entries.match(topic).filter(({ filter }) => matches(filter, topic));
    return found.sort((a, b) => a.place - b.place).map(({ value }) => value);
  }
}
