import type { Scanner } from './scanner';
import type { Expression } from './tree';

// Deeper nesting than any real configuration has; it keeps hostile input from exhausting the stack.
const deepest = 300;

/** What the parts of the parser share: the scanner, the names a `for` has bound, and how to parse an expression. */
export interface Context {
  readonly scanner: Scanner;
  readonly bound: ReadonlySet<string>;
  /** Inside an object a line's end ends the entry; inside parentheses and brackets it means nothing. */
  readonly newlineEnds: boolean;
  readonly depth: number;
  readonly expression: (context: Context) => Expression;
}

/** One level further in. */
export function inside(context: Context, changes: Partial<Pick<Context, 'bound' | 'newlineEnds'>>): Context {
  if (context.depth >= deepest) {
    throw context.scanner.error(`nested deeper than ${deepest} levels`, context.scanner.position);
  }
  return { ...context, ...changes, depth: context.depth + 1 };
}
