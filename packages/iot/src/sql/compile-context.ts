import { type Arithmetic, arithmeticFor } from './arithmetic';
import type { Expression, Query } from './ast';
import type { CompiledExpression } from './compiled-expression';
import type { SqlVersion } from './value';

/** Context for compiling an expression, with functions that compile nested expressions and queries. */
export interface CompileContext {
  readonly version: SqlVersion;
  readonly arithmetic: Arithmetic;
  /** Names of the variables that have been set so far, in order. */
  readonly variables: readonly string[];
  /** Alias of the current element; undefined outside of nested queries and for elements without an alias. */
  readonly element?: string;
  readonly expression: (expression: Expression, context: CompileContext) => CompiledExpression;
  readonly query: (query: Query, context: CompileContext) => CompiledExpression;
}

export function compileContext(
  version: SqlVersion,
  compilers: Pick<CompileContext, 'expression' | 'query'>,
): CompileContext {
  return { version, arithmetic: arithmeticFor(version), variables: [], ...compilers };
}
