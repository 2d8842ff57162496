import { isList, isObject, property, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Expressions } from './configuration';

/**
 * Returns the values of a resource that the configuration declares. Omits computed values, even in blocks: for
 * `point_in_time_recovery { enabled = true }`, returns only `enabled`.
 */
export function declaredPart(values: ValueObject, expressions: Expressions): ValueObject {
  const names = Object.keys(expressions).filter((name) => Object.hasOwn(values, name));
  return Object.fromEntries(names.map((name) => [name, partOf(property(values, name) ?? null, expressions[name])]));
}

/**
 * Returns a value without computed nested values. The configuration contains an expression for each attribute, an object of
 * expressions for a block, and a list of objects for several blocks.
 */
function partOf(value: Value, expression: unknown): Value {
  const blocks = (Array.isArray(expression) ? expression : [expression]).filter(isBlock);
  if (blocks.length === 0 || blocks.some(isExpression)) return value;
  const declared: Expressions = Object.assign({}, ...blocks);
  if (isList(value)) return value.map((block) => partOf(block, declared));
  return isObject(value) ? declaredPart(value, declared) : value;
}

const isBlock = (expression: unknown): expression is object => typeof expression === 'object' && expression !== null;

/**
 * Returns whether an object is an expression rather than a block.
 * Source: hashicorp/terraform, internal/command/jsonconfig/expression.go
 */
const isExpression = (block: object) =>
  Object.hasOwn(block, 'references') || Object.hasOwn(block, 'constant_value') || Object.keys(block).length === 0;
