import type { Expression } from '../expression/expression-tree';
import type { InstanceKey } from '../expression/instance-address';
import { isList, isObject, property, type Value } from '../value';
import { parseReference } from './expression-of';
import type { ExpressionScope, ModuleInstance } from './module-instance';
import { type ConfiguredExpression, expressionIn } from './plan-schema';
import { referencedTexts } from './referenced-texts';
import { UnknownValue } from './unknown-value';

/** Returns the addresses of the resources and data sources to which expressions refer, even through module inputs and outputs. */
export function referencedBlocks(configured: Value, place: ExpressionScope): readonly string[] {
  return [...new Set(textsIn(configured).flatMap((text) => blocksAt(text, place)))];
}

const expressionBlocks = ({ references }: ConfiguredExpression, place: ExpressionScope): readonly string[] =>
  referencedTexts(references).flatMap((text) => blocksAt(text, place));

function textsIn(configured: Value): readonly string[] {
  const expression = expressionIn(configured);
  if (expression) return referencedTexts(expression.references);
  if (isList(configured)) return configured.flatMap(textsIn);
  return isObject(configured) ? Object.values(configured).flatMap(textsIn) : [];
}

function blocksAt(text: string, place: ExpressionScope): readonly string[] {
  try {
    return blocksIn(parseReference(text), place);
  } catch (error) {
    if (error instanceof UnknownValue) return [];
    throw error;
  }
}

function blocksIn(expression: Expression, place: ExpressionScope): readonly string[] {
  const [root, ...steps] = stepsOf(expression);
  if (root?.kind === 'bound') return boundBlocks(root.name, steps, place);
  if (root?.kind !== 'reference') return [];
  const { reference } = root;
  if (reference.kind === 'variable') return inputBlocks(reference.name, place.module);
  if (reference.kind !== 'resource' && reference.kind !== 'data') return [];
  const [key] = steps;
  const found = place.module.resources.get(reference.address) ?? [];
  const exact = found.filter(({ index }) => index !== undefined && index === key);
  return (exact.length > 0 ? exact : found).map(({ address }) => address);
}

function boundBlocks(
  name: string,
  [first, second, third]: readonly InstanceKey[],
  place: ExpressionScope,
): readonly string[] {
  const { module } = place;
  if (name !== 'module') {
    const repeated = place.repeated?.for_each_expression ?? place.repeated?.count_expression;
    return repeated ? expressionBlocks(repeated, { module, key: undefined, repeated: undefined }) : [];
  }
  const instances = module.modules.get(String(first)) ?? [];
  const exact = instances.filter(({ key }) => key !== undefined && key === second);
  return (exact.length > 0 ? exact : instances).flatMap((instance) => {
    const output = instance.configuration.outputs[String(instance.key === undefined ? second : third)];
    const outputs = output ? [output] : Object.values(instance.configuration.outputs);
    const inside = { module: instance, key: undefined, repeated: undefined };
    return outputs.flatMap(({ expression }) => expressionBlocks(expression, inside));
  });
}

function inputBlocks(name: string, { caller, key }: ModuleInstance): readonly string[] {
  const input = caller && property(caller.call.expressions, name);
  if (!caller || input === undefined) return [];
  return referencedBlocks(input, { module: caller.module, key, repeated: caller.call });
}

/** Returns the root of a reference, followed by its attributes and literal keys. */
function stepsOf(expression: Expression): readonly [Expression, ...InstanceKey[]] {
  if (expression.kind === 'attribute') return [...stepsOf(expression.of), expression.name];
  if (expression.kind !== 'index') return [expression];
  const { key } = expression;
  const step =
    key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number') ? key.value : '';
  return [...stepsOf(expression.of), step];
}

/** Returns the blocks in the `depends_on` of a resource and its modules. A module's address represents all its blocks. */
export function dependedBlocks(names: readonly string[], module: ModuleInstance): readonly string[] {
  const own = names.flatMap((name) => {
    const call = /^module\.([^.[]+)/.exec(name)?.[1];
    if (call !== undefined) return (module.modules.get(call) ?? []).flatMap(blocksOf);
    return (module.resources.get(name.replace(/\[.*$/s, '')) ?? []).map(({ address }) => address);
  });
  const { caller } = module;
  return caller ? [...own, ...dependedBlocks(caller.call.depends_on, caller.module)] : own;
}

const blocksOf = (module: ModuleInstance): readonly string[] => [
  ...[...module.resources.values()].flat().map(({ address }) => address),
  ...[...module.modules.values()].flat().flatMap(blocksOf),
];
