import { equal, isList, isObject, property, type Value, type ValueObject } from '../value';
import { type Attribute, attributeText } from './attribute-text';
import { jsonOf, templatesOf } from './expression-text';
import { matchBlocks } from './match-blocks';
import { type ExpressionScope, rootOf } from './module-instance';
import { expressionIn } from './plan-schema';
import { resolveConfigured } from './resolve';
import { UnknownValue } from './unknown-value';

interface Part {
  readonly value: Value | undefined;
  /** Part of the plan's `after_unknown` that corresponds to this value. */
  readonly unknown: Value | undefined;
  /** Part of the plan's `sensitive_values` that corresponds to this value. An unknown list or map is empty there. */
  readonly sensitive: Value | undefined;
  /** Expression or blocks that configure this value. */
  readonly configured: Value | undefined;
  readonly path: readonly (string | number)[];
}

interface Filling {
  /** Type of the resource that contains the value. */
  readonly type: string;
  readonly place: ExpressionScope;
  /** Paths of values that the plan does not determine. */
  readonly missing: string[];
  /**
   * Paths of values that are assumed to be plain references, because the plan contains no text around the reference.
   */
  readonly assumed: string[];
}

interface FilledAttributes {
  readonly values: ValueObject;
  readonly missing: readonly string[];
  readonly assumed: readonly string[];
}

/**
 * Returns a block's configured attributes as templates: known values as text, other values as references from the configuration.
 * Omits unconfigured attributes, because the provider sets them.
 * @returns the attributes, with the paths of values that cannot be derived or are assumed to be plain references
 */
export function fillUnknown(
  { type, ...block }: Omit<Part, 'path'> & Pick<Filling, 'type'>,
  place: ExpressionScope,
): FilledAttributes {
  const paths = { missing: [], assumed: [] };
  const values = blockOf({ ...block, path: [] }, { type, place, ...paths });
  return { values, ...paths };
}

function fill(part: Part, filling: Filling): Value | undefined {
  const { value, unknown, configured } = part;
  const expression = configured === undefined ? undefined : expressionIn(configured);
  if (expression) {
    if (hasUnknown(unknown)) return fillAttribute({ ...part, expression }, filling);
    return value === undefined ? undefined : (variableText({ value, expression }, filling.place) ?? templatesOf(value));
  }
  if (configured === undefined && unknown === true) return recordMissing(part, filling);
  if (isList(configured ?? value ?? null)) return blocksOf(part, filling);
  if (isObject(configured ?? value ?? null)) return blockOf(part, filling);
  return value === undefined ? undefined : templatesOf(value);
}

function hasUnknown(unknown: Value | undefined): boolean {
  if (unknown === undefined || unknown === null) return false;
  if (isList(unknown)) return unknown.some(hasUnknown);
  return isObject(unknown) ? Object.values(unknown).some(hasUnknown) : unknown === true;
}

function recordMissing({ path }: Part, { missing }: Filling): undefined {
  missing.push(path.join('.'));
}

/**
 * Returns `${var.name}` if a known value equals a root variable's value, so that the variable can be changed locally.
 */
function variableText({ value, expression }: KnownAttribute, place: ExpressionScope): Value | undefined {
  const [text, ...others] = expression.references;
  if (text === undefined || others.length > 0) return undefined;
  try {
    const resolved = resolveConfigured(expression, place);
    if (resolved.kind !== 'reference' || resolved.reference.kind !== 'variable') return undefined;
    return equal(value, rootOf(place.module).variables[resolved.reference.name] ?? null) ? jsonOf(resolved) : undefined;
  } catch (error) {
    if (error instanceof UnknownValue) return undefined;
    throw error;
  }
}

interface KnownAttribute extends Pick<Attribute, 'expression'> {
  readonly value: Value;
}

function fillAttribute(part: Part & Pick<Attribute, 'expression'>, filling: Filling): Value | undefined {
  try {
    const name = part.path.findLast((step) => typeof step === 'string') ?? '';
    const text = attributeText({ ...part, type: filling.type, name: String(name) }, filling.place);
    // treat null as not configured, so the provider computes the value
    if (text === null) return undefined;
    if (part.expression.constant_value === undefined) filling.assumed.push(part.path.join('.'));
    return text;
  } catch (error) {
    if (error instanceof UnknownValue) return recordMissing(part, filling);
    throw error;
  }
}

function blocksOf(part: Part, filling: Filling): Value {
  const configured = listOf(part.configured);
  const values = part.unknown === true ? configured.map(() => undefined) : listOf(part.value);
  const matched = matchBlocks(values, configured);
  return values.map((value, at) => {
    const inside = {
      value,
      unknown: part.unknown === true ? true : listOf(part.unknown)[at],
      sensitive: listOf(part.sensitive)[at],
      configured: matched[at],
      path: [...part.path, at],
    };
    // the elements may be blocks, which are objects, or the plain values of a list attribute
    return isObject(value ?? matched[at] ?? null) ? blockOf(inside, filling) : (fill(inside, filling) ?? null);
  });
}

function blockOf(part: Part, filling: Filling): ValueObject {
  const [value, unknown, sensitive, configured] = [part.value, part.unknown, part.sensitive, part.configured].map(
    objectOf,
  );
  const names = new Set([value, unknown, configured].flatMap((one) => Object.keys(one ?? {})));
  const entries = [...names].flatMap((name): [string, Value][] => {
    const inside = {
      value: value && property(value, name),
      unknown: part.unknown === true ? true : unknown && property(unknown, name),
      sensitive: sensitive && property(sensitive, name),
      configured: configured && property(configured, name),
      path: [...part.path, name],
    };
    // keep a block without a configuration only if it is dynamic, because a plan's configuration omits dynamic blocks
    if (configured && inside.configured === undefined && !hasBlocks(inside.value)) return [];
    if (isAbsent(inside)) return [];
    const filled = fill(inside, filling);
    return filled === undefined ? [] : [[name, filled]];
  });
  return Object.fromEntries(entries);
}

const hasBlocks = (value: Value | undefined): boolean =>
  value !== undefined && isList(value) && value.length > 0 && value.every(isObject);

const isAbsent = ({ value, unknown }: Part): boolean =>
  !hasUnknown(unknown) && (value === undefined || value === null || (isList(value) && value.length === 0));

const listOf = (value: Value | undefined): readonly Value[] => (value !== undefined && isList(value) ? value : []);
const objectOf = (value: Value | undefined): ValueObject | undefined =>
  value !== undefined && isObject(value) ? value : undefined;
