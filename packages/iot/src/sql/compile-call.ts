import type { Call, Expression } from './ast';
import type { CompileContext } from './compile-context';
import { type CompiledExpression, closure, constant, dynamic, type Evaluate } from './compiled-expression';
import type { FunctionEntry } from './functions/function-entry';
import { functions } from './functions/registry';
import { rootOf } from './message';
import { SqlError } from './sql-error';
import { nearMiss } from './suggest-word';
import { undefinedReason } from './undefined-calls';
import type { SqlValue } from './value';

type SupportedFunction = Exclude<FunctionEntry, { kind: 'retired' }>;

/**
 * Compiles a function call. If all arguments are constant and the function does not depend on the message, the call is
 * evaluated during compilation. A call with the wrong number of arguments evaluates to Undefined.
 * @throws SqlError if the function is unknown, retired or not supported by the SQL version, or an argument is invalid
 */
export function compileCall(call: Call, context: CompileContext): CompiledExpression {
  const entry = findFunction(call, context);
  if (undefinedReason(call, entry) !== undefined) return undefinedCall(call, context);
  checkArguments(call, entry);
  const { version } = context;
  const args = call.arguments.map((argument) =>
    argument.kind === 'payload'
      ? dynamic((_, message) => (entry.payloadIsJson === true ? rootOf(message, version) : message.payload))
      : context.expression(argument, context),
  );
  const values = args.every((arg) => arg.constant)
    ? args.map((arg) => (arg.constant ? arg.value : undefined))
    : undefined;
  if (entry.kind === 'message') {
    const { prepare } = entry;
    if (values !== undefined) return dynamic(prepare(values, version));
    const collect = collector(args);
    return dynamic((root, message, variables) =>
      prepare(collect(root, message, variables), version)(root, message, variables),
    );
  }
  const { apply } = entry;
  if (values !== undefined) return constant(apply(values, version));
  const collect = collector(args);
  return dynamic((root, message, variables) => apply(collect(root, message, variables), version));
}

/** Compiles a call that is always Undefined. Errors in its arguments are still reported. */
function undefinedCall(call: Call, context: CompileContext): CompiledExpression {
  for (const argument of call.arguments) if (argument.kind !== 'payload') context.expression(argument, context);
  return constant(undefined);
}

function findFunction(call: Call, { version }: CompileContext): SupportedFunction {
  const name = call.name.toLowerCase();
  const entry = functions.get(name);
  if (entry === undefined) throw unknown(call);
  if (entry.kind === 'retired')
    throw new SqlError({ message: `${name}() no longer exists: ${entry.reason}`, at: call.at });
  if (version < entry.since) {
    const message = `${name}() requires SQL version ${entry.since} or later; this rule uses ${version}`;
    throw new SqlError({ message, at: call.at });
  }
  return entry;
}

function unknown({ name, at }: Call): SqlError {
  const suggestion = nearMiss(name, [...functions.keys(), 'cast']);
  const hint = suggestion === undefined ? '' : `; did you mean ${suggestion}()?`;
  return new SqlError({ message: `${name}() is not a function of AWS IoT SQL${hint}`, at });
}

function checkArguments(call: Call, entry: SupportedFunction): void {
  const name = call.name.toLowerCase();
  call.arguments.forEach((argument, index) => {
    if (argument.kind === 'payload' && entry.payloadAt !== index) {
      throw new SqlError({ message: `${name}() does not accept * as this argument`, at: argument.at });
    }
    checkLiteral({ name, argument, literals: entry.literals?.[index] });
  });
  for (const place of entry.noVariables ?? []) checkNoVariable(name, call.arguments.at(place));
  const fault = entry.faultOf?.(call);
  if (fault === undefined) return;
  throw new SqlError({ message: fault.message, at: call.arguments[fault.argument]?.at ?? call.at });
}

// Rejects a variable, which is not allowed in "roleArn parameters and parameters that switch the mode of a function"
// (AWS IoT developer guide, iot-sql-set).
function checkNoVariable(name: string, argument: Expression | undefined): void {
  if (argument?.kind !== 'variable') return;
  throw new SqlError({
    message: `${name}() does not accept a variable as this argument; use a literal string`,
    at: argument.at,
  });
}

function checkLiteral(check: { name: string; argument: Expression; literals: readonly string[] | undefined }): void {
  const { name, argument, literals } = check;
  if (literals === undefined || (argument.kind === 'string' && literals.includes(argument.value))) return;
  const expected = literals.map((literal) => `'${literal}'`);
  throw new SqlError({ message: `${name}() accepts ${expected.join(' or ')} here`, at: argument.at, expected });
}

type Collect = (...parameters: Parameters<Evaluate>) => readonly SqlValue[];

function collector(args: readonly CompiledExpression[]): Collect {
  const [first, second] = args.map(closure);
  if (first !== undefined && args.length === 1) return (root, message, variables) => [first(root, message, variables)];
  if (first !== undefined && second !== undefined && args.length === 2) {
    return (root, message, variables) => [first(root, message, variables), second(root, message, variables)];
  }
  const evaluates = args.map(closure);
  return (root, message, variables) => evaluates.map((evaluate) => evaluate(root, message, variables));
}
