import { type Arithmetic, arithmeticFor } from './arithmetic';
import type { Expression, Query } from './ast';
import type { Compiled } from './compiled';
import type { SqlVersion } from './value';

/** What compiling an expression needs to know, and how it reaches the compilers of what is inside. */
export interface CompileContext {
  readonly version: SqlVersion;
  readonly arithmetic: Arithmetic;
  /** Names of the variables that are set so far, in order. */
  readonly variables: readonly string[];
  /** What the element of the nested query at hand is called, if it has a name. */
  readonly element?: string;
  readonly expression: (expression: Expression, context: CompileContext) => Compiled;
  readonly query: (query: Query, context: CompileContext) => Compiled;
}

export function compileContext(
  version: SqlVersion,
  compilers: Pick<CompileContext, 'expression' | 'query'>,
): CompileContext {
  return { version, arithmetic: arithmeticFor(version), variables: [], ...compilers };
}
