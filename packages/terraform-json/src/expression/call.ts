import { article } from '../convert';
import { ValueFault } from '../fault';
import { callFunction } from '../functions/table';
import { isList, type Value } from '../value';
import { type Environment, locateFaults } from './evaluation-environment';
import { ExpressionError } from './expression-error';
import type { Expression } from './expression-tree';

type Call = Extract<Expression, { readonly kind: 'call' }>;

/** Evaluates a function call. `try` and `can` evaluate their arguments themselves, because an argument may fail. */
export function evaluateCall(call: Call, environment: Environment): Value {
  if (call.name === 'try') return evaluateTry(call, environment);
  if (call.name === 'can') return evaluateCan(call, environment);
  const args = call.args.map((arg) => environment.evaluate(arg, environment));
  const expanded = call.expand ? locateFaults(environment, call.column, () => expandLast(args)) : args;
  try {
    return callFunction(call.name, expanded, environment.scope.files);
  } catch (error) {
    if (!(error instanceof ValueFault)) throw error;
    const at = error.argument === undefined ? undefined : call.args[error.argument];
    throw new ExpressionError({
      reason: error.message,
      column: at?.column ?? call.column,
      expression: environment.source,
    });
  }
}

function expandLast(args: readonly Value[]): readonly Value[] {
  const last = args.at(-1) ?? null;
  if (isList(last)) return [...args.slice(0, -1), ...last];
  throw new ValueFault(`only a list can be expanded with ..., not ${article(last)}`);
}

// Returns the value of the first argument that evaluates without an error. Source: Terraform language, "try Function".
function evaluateTry(call: Call, environment: Environment): Value {
  let failure: ExpressionError | undefined;
  for (const arg of call.args) {
    try {
      return environment.evaluate(arg, environment);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      failure = error;
    }
  }
  const reason = failure
    ? `no argument of try could be evaluated; the last error: ${failure.reason}`
    : 'the function try needs an argument';
  throw new ExpressionError({ reason, column: call.column, expression: environment.source });
}

function evaluateCan(call: Call, environment: Environment): boolean {
  const [arg, ...others] = call.args;
  if (!arg || others.length > 0) {
    throw new ExpressionError({
      reason: 'the function can requires exactly one argument',
      column: call.column,
      expression: environment.source,
    });
  }
  try {
    environment.evaluate(arg, environment);
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}
