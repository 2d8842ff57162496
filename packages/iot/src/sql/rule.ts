import type { Assignment } from './ast';
import { calledServices } from './called-services';
import { type CompileContext, compileContext } from './compile-context';
import { compileExpression } from './compile-expression';
import { compileQuery } from './compile-query';
import { compileSelection } from './compile-selection';
import { closure, type Evaluate } from './compiled-expression';
import { toBoolean } from './convert';
import { jsonText } from './json-text';
import { type RuleMessage, rootOf } from './message';
import { parseExpressionAlone, parseStatement } from './parse-statement';
import { readsPayload } from './reads-payload';
import type { Service } from './service-requests';
import { SqlError } from './sql-error';
import { expressionsOf } from './subexpressions';
import { undefinedCallsIn } from './undefined-calls';
import type { SqlValue, SqlVersion } from './value';

export type RuleResult =
  | { readonly matched: false }
  /**
   * `output` is undefined if SELECT VALUE is Undefined. For `SELECT *`, it contains bytes if the payload is not JSON.
   */
  | { readonly matched: true; readonly output: SqlValue; readonly variables: readonly SqlValue[] };

/** Compiled statement of a rule. The caller must match topics against `filter`, except for Basic Ingest. */
export interface CompiledRule {
  readonly filter: string | undefined;
  readonly version: SqlVersion;
  /** Assignments in SET. The templates in the rule's actions can use these variables. */
  readonly set: readonly Assignment[];
  /** Returns whether the rule reads payload keys although the payload is neither empty nor JSON. */
  readonly cannotRead: (message: RuleMessage) => boolean;
  /** Services that the statement calls. `evaluateWithServices` waits for their responses. */
  readonly services: readonly Service[];
  /** Calls that AWS IoT accepts although they are always Undefined, for example with too many arguments. */
  readonly undefinedCalls: readonly SqlError[];
  /**
   * Evaluates the rule. Never throws. Callers must not modify the output, because it shares objects with the payload.
   */
  readonly evaluate: (message: RuleMessage) => RuleResult;
}

const unmatched: RuleResult = { matched: false };
const noVariables: readonly SqlValue[] = [];

/**
 * Compiles a rule's SQL.
 * @param version version that the rule declares; without a version, AWS uses 2015-10-08
 * @throws SqlError if CreateTopicRule would reject the statement
 */
export function compile(statement: string, { version }: { version: SqlVersion }): CompiledRule {
  const parsed = parseStatement(statement);
  const { set, selection, from, where } = parsed;
  const { context, assign } = compileSet(set, newContext(version));
  const select = compileSelection(selection, (root, message) => (root === undefined ? message.payload : root), context);
  const condition = where && closure(context.expression(where, context));
  const evaluate = (message: RuleMessage): RuleResult => {
    try {
      const root = rootOf(message, version);
      const variables = assign === undefined ? noVariables : assign(root, message);
      if (condition !== undefined && !holds(condition(root, message, variables))) return unmatched;
      return { matched: true, output: select(root, message, variables), variables };
    } catch (error) {
      // This is `runWithinLimits`, inlined because its closure would take a tenth of the evaluation time.
      if (error instanceof RangeError) return unmatched;
      throw error;
    }
  };
  const asks = readsPayload(parsed);
  const cannotRead = (message: RuleMessage) =>
    asks && message.payload.byteLength > 0 && rootOf(message, version) === undefined;
  const services = calledServices(expressionsOf(parsed));
  const undefinedCalls = undefinedCallsIn(expressionsOf(parsed));
  return { filter: from, version, set, services, undefinedCalls, cannotRead, evaluate };
}

function holds(value: SqlValue): boolean {
  return value === true || toBoolean(value) === true;
}

/**
 * Runs an evaluation. Returns `otherwise` if the evaluation exhausts the memory or stack, for example because SET
 * doubles a string thirty times.
 */
export function runWithinLimits<Result>(run: () => Result, otherwise: Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

export function newContext(version: SqlVersion): CompileContext {
  return compileContext(version, { expression: compileExpression, query: compileQuery });
}

/**
 * Maximum size of all variables as JSON. Source: AWS IoT developer guide, iot-sql-set: "Maximum total value size of 128 KiB for
 * all variables". The behavior beyond the limit is not documented; in this package, the variable that exceeds the limit and all
 * later variables are Undefined.
 */
const largestVariables = 128 * 1024;

function bytesOf(value: SqlValue): number {
  if (typeof value !== 'string' && typeof value !== 'object') return 8;
  return typeof value === 'string' && value.length > largestVariables
    ? value.length
    : Buffer.byteLength(jsonText(value) ?? '');
}

/** Compiles SET. Each assignment can use the previous variables. */
export function compileSet(set: readonly Assignment[], initial: CompileContext) {
  let context = initial;
  const evaluates: Evaluate[] = [];
  for (const { name, value, at } of set) {
    if (context.variables.includes(name)) throw new SqlError({ message: `@${name} is already set`, at });
    evaluates.push(closure(context.expression(value, context)));
    context = { ...context, variables: [...context.variables, name] };
  }
  const assign = (root: SqlValue, message: RuleMessage) => {
    const variables: SqlValue[] = [];
    let left = largestVariables;
    for (const evaluate of evaluates) {
      const value = evaluate(root, message, variables);
      left -= bytesOf(value);
      variables.push(left < 0 ? undefined : value);
    }
    return variables;
  };
  return { context, assign: set.length === 0 ? undefined : assign };
}

/**
 * Compiles a single expression as if it followed SELECT VALUE.
 * @throws SqlError in the same cases as `compile`
 */
export function compileAlone(expression: string, { version }: { version: SqlVersion }) {
  const context = newContext(version);
  const evaluate = closure(context.expression(parseExpressionAlone(expression), context));
  return (message: RuleMessage): SqlValue =>
    runWithinLimits(() => evaluate(rootOf(message, version), message, noVariables), undefined);
}
