import type { Expression } from './expression-tree';
import type { Scanner } from './scanner';

// Maximum nesting depth, which protects the stack from hostile input. Real configurations are far less deep.
const deepest = 300;

/** State of the parser: the scanner, the names that `for` binds, and the function that parses an expression. */
export interface Context {
  readonly scanner: Scanner;
  readonly bound: ReadonlySet<string>;
  /**
   * Whether a line break ends the current entry, as in an object. Line breaks in parentheses and brackets are ignored.
   */
  readonly newlineEnds: boolean;
  readonly depth: number;
  readonly expression: (context: Context) => Expression;
}

/** Returns the context for the next level of nesting. */
export function inside(context: Context, changes: Partial<Pick<Context, 'bound' | 'newlineEnds'>>): Context {
  if (context.depth >= deepest) {
    throw context.scanner.error(`nested deeper than ${deepest} levels`, context.scanner.position);
  }
  return { ...context, ...changes, depth: context.depth + 1 };
}
