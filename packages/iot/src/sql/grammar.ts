import type { Expression, Query } from './ast';
import type { Tokens } from './tokens';

// Maximum depth of brackets, which protects the stack from hostile input. Handwritten statements never reach it.
const deepestBracket = 60;
const deepestTree = 300;

/** Parsers that call each other recursively. */
export interface Rules {
  readonly expression: (grammar: Grammar, loosest: number) => Expression;
  readonly query: (grammar: Grammar) => Query;
}

/** State shared by the expression and query parsers: the tokens and the tree depth. */
export class Grammar {
  readonly tokens: Tokens;
  readonly #rules: Rules;
  readonly #heights = new WeakMap<object, number>();
  #depth = 0;

  constructor(tokens: Tokens, rules: Rules) {
    this.tokens = tokens;
    this.#rules = rules;
  }

  /** Parses an expression whose operators all have a higher precedence than `loosest`. */
  expression(loosest = 0): Expression {
    return this.#nested(() => this.#rules.expression(this, loosest));
  }

  /** Parses `SELECT … FROM … WHERE …` within parentheses. */
  query(): Query {
    return this.#nested(() => this.#rules.query(this));
  }

  #nested<T>(parse: () => T): T {
    if (this.#depth >= deepestBracket) this.#tooDeep();
    this.#depth += 1;
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  /** Records the height of a node's subtree and returns the node. */
  grown<T extends Expression>(node: T, ...children: readonly (Expression | undefined)[]): T {
    let height = 1;
    for (const child of children) {
      if (child !== undefined) height = Math.max(height, 1 + (this.#heights.get(child) ?? 1));
    }
    if (height > deepestTree) this.#tooDeep();
    this.#heights.set(node, height);
    return node;
  }

  #tooDeep(): never {
    return this.tokens.fail('the statement is nested too deeply; split it with SET or simplify it');
  }
}
