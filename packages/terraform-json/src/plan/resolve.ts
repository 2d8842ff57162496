import type { Expression, Reference } from '../expression/expression-tree';
import { type InstanceKey, instanceIn } from '../expression/instance-address';
import { property, type Value } from '../value';
import { expressionOf, literalOf } from './expression-of';
import { mapParts } from './map-expression';
import type { ExpressionScope, ModuleInstance, Repetition } from './module-instance';
import { type ConfiguredExpression, expressionIn } from './plan-schema';
import { UnknownValue } from './unknown-value';

const column = 1;

/**
 * Rewrites an expression in a module's configuration for use in the whole plan. Replaces instances with their full addresses,
 * module inputs and outputs with their expressions, and `each` and `count` with their values.
 * @param isAccessed whether an attribute or element of the result is read
 * @throws UnknownValue if the plan does not contain the necessary data
 */
export function resolve(expression: Expression, place: ExpressionScope, isAccessed = false): Expression {
  if (expression.kind === 'reference') return resolveReference(expression.reference, place, isAccessed);
  if (expression.kind === 'attribute') {
    const own = repetition(expression, place) ?? calledModules(expression, place);
    if (own) return own;
    const module = moduleAt(expression.of, place);
    if (module) return outputOf(module, expression.name, isAccessed);
  }
  if (expression.kind !== 'attribute' && expression.kind !== 'index' && expression.kind !== 'splat')
    return mapParts(expression, (part) => resolve(part, place));
  return simplify(mapParts(expression, (part) => resolve(part, place, part === expression.of)));
}

/**
 * Resolves the expression for an attribute, input or output.
 * @throws UnknownValue if the plan does not contain the necessary data
 */
export const resolveConfigured = (
  configured: ConfiguredExpression,
  place: ExpressionScope,
  isAccessed = false,
): Expression => expressionOf(configured, { resolve: (part, accessed) => resolve(part, place, accessed), isAccessed });

/** Returns the value of `each.key`, `each.value` or `count.index`. */
function repetition({ of, name }: Expression & { kind: 'attribute' }, place: ExpressionScope): Expression | undefined {
  if (of.kind !== 'bound' || (of.name !== 'each' && of.name !== 'count')) return undefined;
  if (place.key === undefined) throw new UnknownValue(`${of.name}.${name}`);
  return name === 'value' ? eachValue(place, place.key) : literalOf(place.key);
}

function eachValue({ module, repeated }: ExpressionScope, key: InstanceKey): Expression {
  const configured = repeated?.for_each_expression;
  if (configured === undefined) throw new UnknownValue('each.value');
  const all = resolveConfigured(configured, { module, key: undefined, repeated: undefined }, true);
  // for_each accepts no lists, so a list represents a set, whose elements are their own keys
  return all.kind === 'list' ? literalOf(key) : simplify({ kind: 'index', of: all, key: literalOf(key), column });
}

function resolveReference(reference: Reference, place: ExpressionScope, isAccessed: boolean): Expression {
  const { module } = place;
  switch (reference.kind) {
    case 'variable':
      return resolveVariable(reference.name, module, isAccessed);
    case 'resource':
    case 'data':
      return instancesOf(reference, module);
    case 'path':
      if (module.caller === undefined) return { kind: 'reference', reference, column };
      throw new UnknownValue(reference.address);
    case 'local':
    case 'terraform':
      throw new UnknownValue(reference.address);
    default:
      return reference satisfies never;
  }
}

function resolveVariable(name: string, module: ModuleInstance, isAccessed: boolean): Expression {
  const address = `var.${name}`;
  const { caller, configuration } = module;
  if (caller === undefined) {
    const given = property(module.variables, name);
    if (given === undefined) throw new UnknownValue(address);
    if (isAccessed || given === null) return literalOf(given);
    return { kind: 'reference', reference: { kind: 'variable', address, name }, column };
  }
  const input = expressionIn(property(caller.call.expressions, name));
  if (input) {
    const place = { module: caller.module, key: module.key, repeated: caller.call };
    return resolveConfigured(input, place, isAccessed);
  }
  const fallback = configuration.variables[name]?.default;
  if (fallback === undefined) throw new UnknownValue(address);
  return literalOf(fallback);
}

function instancesOf(reference: Reference & { kind: 'resource' | 'data' }, module: ModuleInstance): Expression {
  const found = module.resources.get(reference.address) ?? [];
  const whole: Expression = {
    kind: 'reference',
    reference: { ...reference, address: `${module.prefix}${reference.address}` },
    column,
  };
  const keys = found.flatMap(({ index }) => (index === undefined || index === null ? [] : [index]));
  if (found.length > 0 && keys.length === 0) return whole;
  const configured = module.configuration.resources.find((one) => one.address === reference.address);
  if (!configured) throw new UnknownValue(reference.address);
  return collectionOf(
    keys.map((key) => [key, { kind: 'index', of: whole, key: literalOf(key), column }]),
    configured,
  );
}

/** Returns the value of a repeated resource or module in an expression: a list for `count`, an object for `for_each`. */
function collectionOf(instances: readonly (readonly [InstanceKey, Expression])[], repeated: Repetition): Expression {
  const [[first] = []] = instances;
  if (typeof first === 'number' || (first === undefined && repeated.count_expression)) {
    const ordered = [...instances].sort(([a], [b]) => Number(a) - Number(b));
    return { kind: 'list', items: ordered.map(([, one]) => one), column };
  }
  return { kind: 'object', entries: instances.map(([key, value]) => ({ key: literalOf(String(key)), value })), column };
}

/** Returns the module instance at an address such as `module.queue` or `module.queue["a"]`. */
function moduleAt(expression: Expression, place: ExpressionScope): ModuleInstance | undefined {
  if (expression.kind === 'index') {
    const instances = callIn(expression.of, place.module);
    if (!instances) return undefined;
    const key = resolve(expression.key, place);
    return instances.find((one) => key.kind === 'literal' && one.key === key.value);
  }
  const instances = callIn(expression, place.module);
  return instances?.[0]?.key === undefined ? instances?.[0] : undefined;
}

function callIn(expression: Expression, module: ModuleInstance): readonly ModuleInstance[] | undefined {
  if (expression.kind !== 'attribute' || expression.of.kind !== 'bound' || expression.of.name !== 'module')
    return undefined;
  return module.modules.get(expression.name);
}

/** Returns a module's outputs (`module.queue`) as one object or, if the module is repeated, as one object per instance. */
function calledModules(expression: Expression, { module }: ExpressionScope): Expression | undefined {
  const instances = callIn(expression, module);
  const [first] = instances ?? [];
  if (!instances || !first) return undefined;
  if (first.key === undefined) return outputsOf(first);
  return collectionOf(
    instances.flatMap((one) => (one.key === undefined ? [] : [[one.key, outputsOf(one)] as const])),
    first.caller?.call ?? {},
  );
}

function outputsOf(module: ModuleInstance): Expression {
  const entries = Object.keys(module.configuration.outputs).flatMap((name) => {
    try {
      return [{ key: literalOf(name), value: outputOf(module, name, false) }];
    } catch (error) {
      // an unknown output is omitted, because the expression may use only other outputs
      if (error instanceof UnknownValue) return [];
      throw error;
    }
  });
  return { kind: 'object', entries, column };
}

function outputOf(module: ModuleInstance, name: string, isAccessed: boolean): Expression {
  const output = module.configuration.outputs[name];
  if (!output) throw new UnknownValue(`${module.prefix}${name}`);
  return resolveConfigured(output.expression, { module, key: undefined, repeated: undefined }, isAccessed);
}

/** Returns the element that a literal key selects from a list or object. Returns other expressions unchanged. */
export function simplify(expression: Expression): Expression {
  if (expression.kind === 'attribute') return elementAt(expression.of, expression.name) ?? expression;
  if (expression.kind !== 'index' || expression.key.kind !== 'literal' || instanceIn(expression)) return expression;
  return elementAt(expression.of, expression.key.value) ?? expression;
}

function elementAt(of: Expression, key: Value): Expression | undefined {
  if (of.kind === 'list') return of.items[Number(key)];
  if (of.kind !== 'object') return undefined;
  return of.entries.find((entry) => entry.key.kind === 'literal' && entry.key.value === key)?.value;
}
