import { toBool, toNumber, toText } from '../convert';
import { evaluate } from '../expression/evaluate';
import type { Reference } from '../expression/expression-tree';
import type { Scope } from '../expression/scope';
import { ValueFault } from '../fault';
import { property, type Value, type ValueObject } from '../value';
import type { ModuleValues, Variable } from './stack';
import { StackError } from './stack-error';

export interface StackScopeInput {
  /** Values of variables, as with `-var`. A variable without a value keeps its default. */
  readonly variables?: ValueObject;
  /**
   * Returns all attributes, including computed attributes, of a resource or data source; undefined if the block does not exist yet.
   */
  readonly block: (address: string) => ValueObject | undefined;
  readonly files?: Scope['files'];
  readonly pathModule?: string;
}

/**
 * Creates the scope for evaluating a stack's expressions, with the stack's variables and locals and the caller's resources.
 * @throws StackError during evaluation if a variable has neither a value nor a default, or if a local refers to itself
 */
export function stackScope(stack: ModuleValues, input: StackScopeInput): Scope {
  const locals = new Map<string, Value>();
  const evaluating = new Set<string>();
  const scope: Scope = {
    resolve: (reference) => resolve(reference),
    ...(input.files && { files: input.files }),
    ...(input.pathModule !== undefined && { pathModule: input.pathModule }),
  };
  const resolve = (reference: Reference): Value | undefined => {
    if (reference.kind === 'variable') return variableValue(stack, reference.name, input.variables ?? {});
    if (reference.kind !== 'local') return input.block(reference.address);
    const known = locals.get(reference.name);
    if (known !== undefined) return known;
    const declared = property(stack.locals, reference.name);
    if (declared === undefined) return undefined;
    if (evaluating.has(reference.name)) throw new StackError(reference.address, 'refers to itself');
    evaluating.add(reference.name);
    try {
      const value = evaluate(declared, scope);
      locals.set(reference.name, value);
      return value;
    } finally {
      evaluating.delete(reference.name);
    }
  };
  return scope;
}

function variableValue(stack: ModuleValues, name: string, given: ValueObject): Value | undefined {
  const variable = stack.variables.find((candidate) => candidate.name === name);
  if (!variable) return undefined;
  const set = property(given, name);
  const value = set === undefined ? variable.default : set;
  if (value === undefined) throw new StackError(`var.${name}`, 'has no default; pass a value');
  return convertToType(variable, value);
}

// Converts a value to the variable's declared type. Source: Terraform language, "Type Constraints".
function convertToType({ name, type }: Variable, value: Value): Value {
  if (value === null) return null;
  try {
    if (type === 'string') return toText(value);
    if (type === 'number') return toNumber(value);
    if (type === 'bool') return toBool(value);
    return value;
  } catch (error) {
    if (error instanceof ValueFault) throw new StackError(`var.${name}`, error.message);
    throw error;
  }
}
