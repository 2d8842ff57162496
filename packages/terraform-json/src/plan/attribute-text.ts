import type { Expression } from '../expression/expression-tree';
import { isList, isObject, property, type Value } from '../value';
import { jsonOf, templatesOf } from './expression-text';
import { keyedReference } from './keyed-reference';
import type { ExpressionScope } from './module-instance';
import type { ConfiguredExpression } from './plan-schema';
import { referencedAttribute } from './referenced-attribute';
import { referencedTexts } from './referenced-texts';
import { resolve, resolveConfigured } from './resolve';
import { UnknownValue } from './unknown-value';

export interface Attribute {
  /** Type of the resource that contains the attribute. */
  readonly type: string;
  readonly name: string;
  readonly expression: ConfiguredExpression;
  readonly value: Value | undefined;
  /** Part of the plan's `after_unknown` that corresponds to this value. */
  readonly unknown: Value | undefined;
  /** Part of the plan's `sensitive_values` that corresponds to this value. */
  readonly sensitive: Value | undefined;
}

/**
 * Returns the expression for a value known only after apply, as Terraform JSON.
 * @throws UnknownValue if the configuration does not determine the expression
 */
export function attributeText(attribute: Attribute, place: ExpressionScope): Value {
  const { expression, unknown, sensitive = null } = attribute;
  if (expression.constant_value !== undefined) return jsonOf(resolveConfigured(expression, place));
  const texts = referencedTexts(expression.references);
  const keyed = keyedReference(texts, attribute.name, place);
  const references = keyed
    ? [resolve(keyed, place)]
    : texts.map((text) => resolveConfigured({ references: [text] }, place));
  const resolved = references.map((one) => (isResource(one) && referencedAttribute(one, attribute, place)) || one);
  if (unknown !== true) return partly(attribute, resolved);
  const [only, ...others] = resolved;
  if (isList(sensitive) && resolved.length > 0 && resolved.every(isScalar)) return resolved.map(jsonOf);
  if (only === undefined || others.length > 0) throw new UnknownValue(attribute.name);
  const expected = isList(sensitive) ? 'list' : isObject(sensitive) ? 'object' : undefined;
  const isExpected = expected === undefined ? isPlausible(attribute.name, only) : only.kind === expected;
  if (!isExpected) throw new UnknownValue(attribute.name);
  return jsonOf(only);
}

/** Combines known elements with references. Several references are supported only in a list, whose order is known. */
function partly({ name, value = null, unknown = null }: Attribute, all: readonly Expression[]): Value {
  const known = leavesIn(value);
  const resolved = all.filter((one) => !(one.kind === 'literal' && known.includes(one.value)));
  const [only] = resolved;
  const leaves = unknownLeaves(unknown);
  const isOrdered = leaves === 1 || (isList(unknown) && unknown.every((one) => typeof one === 'boolean'));
  if (leaves !== resolved.length || !isOrdered) throw new UnknownValue(name);
  if (only?.kind === 'object' || only?.kind === 'list') return jsonOf(only);
  if (resolved.some(isResource)) throw new UnknownValue(name);
  const next = resolved.values();
  const fill = (planned: Value, isUnknown: Value | undefined): Value => {
    if (isUnknown === true) return jsonOf(next.next().value ?? { kind: 'literal', value: null, column: 1 });
    if (isList(isUnknown ?? null) && isList(planned))
      return planned.map((item, at) => fill(item, itemAt(isUnknown, at)));
    if (!isObject(isUnknown ?? null)) return templatesOf(planned);
    const names = new Set([planned, isUnknown ?? null].flatMap((one) => (isObject(one) ? Object.keys(one) : [])));
    return Object.fromEntries([...names].map((key) => [key, fill(at(planned, key) ?? null, at(isUnknown, key))]));
  };
  return fill(value, unknown);
}

const at = (value: Value | undefined, key: string): Value | undefined =>
  value !== undefined && isObject(value) ? property(value, key) : undefined;
const itemAt = (value: Value | undefined, index: number): Value | undefined =>
  value !== undefined && isList(value) ? value[index] : undefined;

function leavesIn(value: Value): readonly Value[] {
  if (isList(value)) return value.flatMap(leavesIn);
  return isObject(value) ? Object.values(value).flatMap(leavesIn) : [value];
}

function unknownLeaves(unknown: Value): number {
  if (unknown === true) return 1;
  const inside = isList(unknown) ? unknown : isObject(unknown) ? Object.values(unknown) : [];
  return inside.reduce<number>((sum, one) => sum + unknownLeaves(one), 0);
}

/** Returns whether an expression refers to a resource attribute that is never a list or map. */
const isScalar = (expression: Expression): boolean =>
  expression.kind === 'attribute' && /(?:^|_)(?:arn|id|url|name)$/.test(expression.name);

/**
 * Returns whether a reference can be the whole expression. Plans for HCL configurations omit the call or text around a
 * reference, for example if the reference is to a whole resource, to an ARN in an argument that expects a document, or to an
 * execution ARN in `source_arn`.
 */
function isPlausible(name: string, expression: Expression): boolean {
  if (isResource(expression) || expression.kind === 'list' || expression.kind === 'object') return false;
  if (expression.kind !== 'attribute') return true;
  if (/(?:policy|definition|pattern|document)$/.test(name)) return !/(?:arn|url)$/.test(expression.name);
  return !(name === 'source_arn' && expression.name === 'execution_arn');
}

function isResource(expression: Expression): boolean {
  if (expression.kind === 'index') return isResource(expression.of);
  return (
    expression.kind === 'reference' &&
    (expression.reference.kind === 'resource' || expression.reference.kind === 'data')
  );
}
