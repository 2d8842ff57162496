import { Qlobber } from 'qlobber';
import { matches } from './topic-filter';

/** AWS's topics have 8 levels at most, Basic Ingest's prefix of three apart; a filter of a test may have more. */
const mostLevels = 100;
const topicsRemembered = 1_000;

/** Values by topic filters: which of them a topic reaches takes no longer for a thousand than for ten. */
export class TopicIndex<Value> {
  readonly #entries = new Qlobber<{ readonly filter: string; readonly place: number; readonly value: Value }>({
    separator: '/',
    wildcard_one: '+',
    wildcard_some: '#',
    match_empty_levels: true,
    max_words: mostLevels,
  });
  #size = 0;
  /** What was found: devices publish to the same topics again and again. */
  readonly #known = new Map<string, readonly Value[]>();

  add(filter: string, value: Value): void {
    this.#known.clear();
    this.#entries.add(filter, { filter, place: this.#size, value });
    this.#size += 1;
  }

  /** The values whose filters match, by the rules of `matches`, in the order in which they were added. */
  at(topic: string): readonly Value[] {
    const known = this.#known.get(topic);
    if (known !== undefined) return known;
    const found = this.#find(topic);
    if (this.#known.size >= topicsRemembered) this.#known.clear();
    this.#known.set(topic, found);
    return found;
  }

  #find(topic: string): readonly Value[] {
    // qlobber has `a/#` match `a`, and a leading wildcard `$aws/…`
    const found = this.#entries.match(topic).filter(({ filter }) => matches(filter, topic));
    return found.sort((a, b) => a.place - b.place).map(({ value }) => value);
  }
}
