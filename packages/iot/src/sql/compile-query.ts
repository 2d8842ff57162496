import type { Query } from './ast';
import type { CompileContext } from './compile-context';
import { compileSelection } from './compile-selection';
import { type CompiledExpression, closure, dynamic, type Evaluate } from './compiled-expression';
import { toBoolean } from './convert';
import { SqlError } from './sql-error';
import { isArray, isObject, type SqlValue } from './value';

/**
 * Compiles a nested query. A query on an array returns one result per element that matches WHERE; a query on an object
 * returns a single result. Names refer to keys of the element, and the alias refers to the element itself. Variables
 * are accessible, but the payload's root is not. Source: AWS IoT developer guide, iot-sql-nested-queries; for objects,
 * the third example of transform().
 */
export function compileQuery(query: Query, context: CompileContext): CompiledExpression {
  if (context.version === '2015-10-08') {
    const message = 'nested queries require SQL version 2016-03-23 or later; this rule uses 2015-10-08';
    throw new SqlError({ message, at: query.at });
  }
  const from = closure(context.expression(query.from, context));
  const { element: _, ...around } = context;
  const inside: CompileContext = query.alias === undefined ? around : { ...around, element: query.alias };
  const select = compileSelection(query.selection, (element) => element, inside);
  const where = query.where && closure(inside.expression(query.where, inside));
  const result: Evaluate = (element, message, variables) => {
    if (where !== undefined && toBoolean(where(element, message, variables)) !== true) return undefined;
    return select(element, message, variables);
  };
  return dynamic((root, message, variables) => {
    const source: SqlValue = from(root, message, variables);
    if (isObject(source)) return result(source, message, variables);
    if (!isArray(source)) return undefined;
    return source.map((element) => result(element, message, variables)).filter((value) => value !== undefined);
  });
}
