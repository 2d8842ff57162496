/** Syntax tree of a regular expression in JavaScript's syntax for the flag `v`. */
export type RegexNode =
  /** Character, class, or assertion about one or two characters. */
  | { readonly kind: 'piece'; readonly text: string }
  /** Backreference. */
  | { readonly kind: 'reference'; readonly text: string }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'group'; readonly opening: string; readonly inner: RegexNode }
  | { readonly kind: 'around'; readonly opening: string; readonly inner: RegexNode }
  | Repeat;

interface Repeat {
  readonly kind: 'repeat';
  readonly inner: RegexNode;
  readonly least: number;
  readonly most: number;
  readonly isLazy: boolean;
  /** Quantifier as written, for example `{2,}?`. */
  readonly quantifier: string;
}

export function regexText(node: RegexNode): string {
  switch (node.kind) {
    case 'piece':
    case 'reference':
      return node.text;
    case 'sequence':
      return node.items.map(regexText).join('');
    case 'either':
      return node.branches.map(regexText).join('|');
    case 'group':
    case 'around':
      return `${node.opening}${regexText(node.inner)})`;
    case 'repeat':
      return regexText(node.inner) + node.quantifier;
    default:
      return node satisfies never;
  }
}

/**
 * Returns the maximum number of ways in which an expression can match at one position in a text with the given length. A
 * backtracking engine can try all of them.
 */
export function ways(node: RegexNode, length: number): number {
  switch (node.kind) {
    case 'piece':
    case 'reference':
      return 1;
    case 'sequence':
      return node.items.reduce((product, item) => product * ways(item, length), 1);
    case 'either':
      return node.branches.reduce((sum, branch) => sum + ways(branch, length), 0);
    case 'group':
      return ways(node.inner, length);
    case 'around':
      return 1;
    case 'repeat':
      return waysToRepeat(node, length);
    default:
      return node satisfies never;
  }
}

function waysToRepeat({ inner, least, most }: Repeat, length: number): number {
  const each = ways(inner, length);
  const longest = Math.min(most, Math.max(least, length));
  return each === 1 ? longest - least + 1 : each ** longest + longest - least;
}

/**
 * Returns the maximum number of steps that a backtracking engine needs for a text with the given length. A lookaround
 * can be tried at each step, but only until it matches once.
 */
export function attempts(tree: RegexNode, length: number): number {
  let around = 1;
  visit(tree, (node) => {
    if (node.kind === 'around') around += ways(node.inner, length);
  });
  return Math.max(1, length) * ways(tree, length) * around;
}

/** Returns the names of the groups by number. An unnamed group is undefined. */
export function groupNames(tree: RegexNode): readonly (string | undefined)[] {
  const names: (string | undefined)[] = [];
  visit(tree, (node) => {
    if (isCapturing(node)) names.push(/^\(\?<(.+)>$/.exec(node.opening)?.[1]);
  });
  return names;
}

type Capturing = Extract<RegexNode, { kind: 'group' }>;

export const isCapturing = (node: RegexNode): node is Capturing => node.kind === 'group' && node.opening !== '(?:';

/** Returns whether any group is inside a repetition. In Java, a repeated group keeps its last match. */
export function repeatsGroup(tree: RegexNode): boolean {
  let found = false;
  visit(tree, (node) => {
    if (node.kind === 'repeat' && node.most > 1) found ||= holdsGroup(node.inner);
  });
  return found;
}

export function holdsGroup(tree: RegexNode): boolean {
  return groupNames(tree).length > 0;
}

/** Visits every node in the order of the expression. */
export function visit(node: RegexNode, look: (node: RegexNode) => void): void {
  look(node);
  if (node.kind === 'sequence') for (const item of node.items) visit(item, look);
  else if (node.kind === 'either') for (const branch of node.branches) visit(branch, look);
  else if (node.kind === 'group' || node.kind === 'around' || node.kind === 'repeat') visit(node.inner, look);
}

/** Returns whether an expression contains zero-width assertions: lookarounds, `\b` or `$`. */
export function looksAround(tree: RegexNode): boolean {
  let found = false;
  visit(tree, (node) => {
    found ||= node.kind === 'around' || (node.kind === 'piece' && /^(?:\(\?<?[=!]|\\[bB])/.test(node.text));
  });
  return found;
}
