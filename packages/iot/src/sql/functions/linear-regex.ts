import type { Program } from './linear-program';

/** Start and end of the whole match and of each group, or -1 for a group that did not participate. */
type Places = Int32Array;

/**
 * Matcher that never tries a step twice at the same position. Its running time is at most proportional to text length × expression
 * length. It finds the same match as a backtracking engine. Algorithm: RE2's BitState (https://swtch.com/~rsc/regexp/regexp3.html,
 * "Implementation: the one-pass and bit-state matchers").
 */
export class LinearMatcher {
  readonly #program: Program;
  readonly #text: string;
  /**
   * One byte per position and step, which is set once the step has been tried at the position. A step that was tried
   * has failed, unless it is part of the match.
   */
  readonly #tried: Uint8Array;
  readonly #places: Places;

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#tried = new Uint8Array(program.steps.length * (text.length + 1));
    this.#places = new Int32Array(program.slots);
  }

  /** Finds the first match at or after a position. A later search must not start before the end of the last match. */
  find(from: number): Places | undefined {
    for (let start = from; start <= this.#text.length; start += this.#width(start)) {
      const end = this.#matchAt(start);
      if (end === undefined) continue;
      // steps that led to the match did not fail; only the steps at the end of the match are reset, because a later
      // search cannot reach earlier steps
      const width = this.#program.steps.length;
      this.#tried.fill(0, end * width, (end + 1) * width);
      return this.#places.slice();
    }
    return undefined;
  }

  *findAll(): Generator<Places> {
    for (let from = 0; from <= this.#text.length; ) {
      const found = this.find(from);
      if (found === undefined) return;
      yield found;
      const [start = 0, end = 0] = found;
      from = end > start ? end : end + this.#width(end);
    }
  }

  #width(place: number): number {
    return (this.#text.codePointAt(place) ?? 0) > 0xffff ? 2 : 1;
  }

  /**
   * Returns the end of the match that starts at a position, or undefined if no match starts there. Searches depth first and tries the
   * preferred branch first. A negative entry in `open` restores a group before another branch is tried.
   */
  #matchAt(start: number): number | undefined {
    const { steps } = this.#program;
    const places = this.#places.fill(-1);
    const open = [0, start];
    while (open.length > 0) {
      let place = open.pop() ?? 0;
      let at = open.pop() ?? 0;
      if (at < 0) {
        places[-at - 1] = place;
        continue;
      }
      for (;;) {
        const index = place * steps.length + at;
        const step = steps[at];
        if (step === undefined || this.#tried[index] === 1) break;
        this.#tried[index] = 1;
        if (step.kind === 'match') return place;
        if (step.kind === 'split') {
          if (step.second !== step.first) open.push(step.second, place);
          at = step.first;
          continue;
        }
        if (step.kind === 'save') {
          open.push(-step.slot - 1, places[step.slot] ?? -1);
          places[step.slot] = place;
        } else {
          step.regex.lastIndex = place;
          if (!step.regex.test(this.#text)) break;
          place = step.regex.lastIndex;
        }
        at += 1;
      }
    }
    return undefined;
  }
}
