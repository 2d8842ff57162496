import { isList, isObject, type Value } from '../value';
import { ExpressionError } from './expression-error';
import type { Expression, Reference, TemplatePart } from './expression-tree';
import { parseTemplate } from './parse-expression';

/** Reference with its position and the attributes and literal indexes after its address. */
export type FoundReference = Reference & {
  readonly attributes: readonly (string | number)[];
  readonly column: number;
  /** Path from the given value to the string, as a list of keys and indexes. */
  readonly path: readonly (string | number)[];
};

/**
 * Returns all references in an attribute tree, in source order.
 * @throws ExpressionError if a string cannot be parsed
 */
export function references(value: Value): FoundReference[] {
  const found: FoundReference[] = [];
  collectValue(value, [], found);
  return found;
}

function collectValue(value: Value, path: readonly (string | number)[], found: FoundReference[]): void {
  if (typeof value === 'string') collectText(value, path, found);
  else if (isList(value)) for (const [at, item] of value.entries()) collectValue(item, [...path, at], found);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) collectValue(item, [...path, key], found);
}

function collectText(source: string, path: readonly (string | number)[], found: FoundReference[]): void {
  try {
    const { parts } = parseTemplate(source);
    collectParts(parts, (reference, attributes, column) => found.push({ ...reference, attributes, column, path }));
  } catch (error) {
    if (error instanceof ExpressionError) throw path.reduceRight((inner, step) => inner.within(step), error);
    throw error;
  }
}

type Report = (reference: Reference, attributes: readonly (string | number)[], column: number) => void;

function collectParts(parts: readonly TemplatePart[], report: Report): void {
  for (const part of parts) if (part.kind === 'interpolation') collect(part.expression, [], report);
}

function collect(expression: Expression, after: readonly (string | number)[], report: Report): void {
  switch (expression.kind) {
    case 'reference':
      report(expression.reference, after, expression.column);
      break;
    case 'attribute':
      collect(expression.of, [expression.name, ...after], report);
      break;
    case 'index': {
      const { key } = expression;
      const known = key.kind === 'literal' && (typeof key.value === 'string' || typeof key.value === 'number');
      collect(expression.of, known ? [asStep(key.value), ...after] : [], report);
      collect(key, [], report);
      break;
    }
    default:
      for (const part of partsOf(expression)) collect(part, [], report);
  }
}

function asStep(value: string | number | boolean | null): string | number {
  return typeof value === 'number' ? value : String(value);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap((part) => (part.kind === 'interpolation' ? [part.expression] : []));
    case 'splat':
      return [expression.of, expression.each];
    case 'call':
      return expression.args;
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'list':
      return expression.items;
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'for':
      return [expression.collection, expression.key, expression.value, expression.condition].filter(
        (part) => part !== undefined,
      );
    default:
      return [];
  }
}
