import { holdsGroup, isCapturing, type RegexNode, regexText, visit, ways } from './regex-tree';

/** Instruction of a compiled expression. A `split` tries `first` and then `second`. */
export type Step =
  | { readonly kind: 'piece'; readonly regex: RegExp }
  | { readonly kind: 'split'; readonly first: number; readonly second: number }
  | { readonly kind: 'save'; readonly slot: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly steps: readonly Step[];
  /** Number of slots: the start and end of the whole match and of each group. */
  readonly slots: number;
}

type Draft = Step | { kind: 'split'; first: number; second: number };

/**
 * Maximum number of steps. Counted repetitions are unrolled, so programs can become long;
 * longer programs are rejected, as in RE2.
 */
const mostSteps = 2000;

/**
 * Compiles an expression to steps that `linear-regex` executes.
 * @returns undefined for backreferences, unbounded lookarounds and programs with too many steps
 */
export function programOf(tree: RegexNode, flags: string): Program | undefined {
  const writer = new ProgramWriter(flags);
  return writer.write(tree) ? { steps: writer.steps, slots: writer.slots } : undefined;
}

class ProgramWriter {
  readonly steps: Draft[] = [{ kind: 'save', slot: 0 }];
  readonly #flags: string;
  readonly #pieces = new Map<string, RegExp>();
  slots = 2;

  constructor(flags: string) {
    this.#flags = flags;
  }

  write(tree: RegexNode): boolean {
    if (!this.#node(tree, this.#numbered(tree))) return false;
    this.steps.push({ kind: 'save', slot: 1 }, { kind: 'match' });
    return true;
  }

  /** Numbers the groups from left to right. All copies of a group in an unrolled repetition share its number. */
  #numbered(tree: RegexNode): ReadonlyMap<RegexNode, number> {
    const slots = new Map<RegexNode, number>();
    visit(tree, (node) => {
      if (!isCapturing(node)) return;
      slots.set(node, this.slots);
      this.slots += 2;
    });
    return slots;
  }

  #node(node: RegexNode, slots: ReadonlyMap<RegexNode, number>): boolean {
    if (this.steps.length > mostSteps) return false;
    switch (node.kind) {
      case 'piece':
        return this.#piece(node.text);
      case 'reference':
        return false;
      case 'around':
        return ways(node.inner, mostSteps) <= mostSteps && !holdsGroup(node.inner) && this.#piece(regexText(node));
      case 'sequence':
        return node.items.every((item) => this.#node(item, slots));
      case 'either':
        return this.#either(node.branches, slots);
      case 'group': {
        const slot = slots.get(node);
        if (slot === undefined) return this.#node(node.inner, slots);
        this.steps.push({ kind: 'save', slot });
        if (!this.#node(node.inner, slots)) return false;
        this.steps.push({ kind: 'save', slot: slot + 1 });
        return true;
      }
      case 'repeat':
        return this.#repeat(node, slots);
      default:
        return node satisfies never;
    }
  }

  #piece(text: string): boolean {
    const regex = this.#pieces.get(text) ?? new RegExp(text, `vy${this.#flags}`);
    this.#pieces.set(text, regex);
    this.steps.push({ kind: 'piece', regex });
    return true;
  }

  #either([first, ...others]: readonly RegexNode[], slots: ReadonlyMap<RegexNode, number>): boolean {
    if (first === undefined) return true;
    if (others.length === 0) return this.#node(first, slots);
    const split = this.#split();
    if (!this.#node(first, slots)) return false;
    const jump = this.#split();
    split.second = this.steps.length;
    if (!this.#either(others, slots)) return false;
    this.#jump(jump, this.steps.length);
    return true;
  }

  #repeat(node: RegexNode & { kind: 'repeat' }, slots: ReadonlyMap<RegexNode, number>): boolean {
    const { inner, least, most, isLazy } = node;
    const before = this.steps.length;
    for (let count = 0; count < least; count += 1) {
      if (!this.#node(inner, slots)) return false;
      // stop, because an expression that compiles to no steps need not be unrolled further
      if (this.steps.length === before) return true;
    }
    if (most === Number.POSITIVE_INFINITY) {
      const start = this.steps.length;
      const split = this.#split();
      if (!this.#node(inner, slots)) return false;
      this.#jump(this.#split(), start);
      this.#leave(split, isLazy);
      return true;
    }
    const splits: { first: number; second: number }[] = [];
    for (let count = least; count < most; count += 1) {
      splits.push(this.#split());
      if (!this.#node(inner, slots)) return false;
    }
    for (const split of splits) this.#leave(split, isLazy);
    return true;
  }

  /** Adds a split that continues with the next step. The caller sets the second branch later. */
  #split() {
    const next = this.steps.length + 1;
    const split = { kind: 'split' as const, first: next, second: next };
    this.steps.push(split);
    return split;
  }

  #jump(split: { first: number; second: number }, to: number): void {
    split.first = to;
    split.second = to;
  }

  #leave(split: { first: number; second: number }, isLazy: boolean): void {
    const end = this.steps.length;
    split.second = isLazy ? split.first : end;
    if (isLazy) split.first = end;
  }
}
