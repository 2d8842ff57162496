import type { Program } from './linear-program';

/** Where the whole and each group begin and end; -1 for a group that took no part. */
type Places = Int32Array;

/**
 * Matches in time that grows with the text times the expression, never faster: no step is tried twice at one place, for what
 * failed there once fails always. Finds what a backtracking engine would find, as RE2's BitState does
 * (https://swtch.com/~rsc/regexp/regexp3.html, "Implementation: the one-pass and bit-state matchers").
 */
export class LinearMatcher {
  readonly #program: Program;
  readonly #text: string;
  /** A byte for each step at each place: tried, and (but on the way to a match) failed. */
  readonly #tried: Uint8Array;
  readonly #places: Places;

  constructor(program: Program, text: string) {
    this.#program = program;
    this.#text = text;
    this.#tried = new Uint8Array(program.steps.length * (text.length + 1));
    this.#places = new Int32Array(program.slots);
  }

  /** The first match from a place on; what is asked of one matcher later begins no earlier than the last match ended. */
  find(from: number): Places | undefined {
    for (let start = from; start <= this.#text.length; start += this.#width(start)) {
      const end = this.#matchAt(start);
      if (end === undefined) continue;
      // those on the way to the match did not fail; all of them that a later search can meet stand where it ended
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

  /** Depth first, the preferred way first; a negative entry gives a group back what it held before another way was tried. */
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
