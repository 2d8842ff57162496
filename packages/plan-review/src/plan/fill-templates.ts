import { isList, isObject, property, type Value } from '@himeshima/terraform-json';
import { templateIn } from './configuration';

interface PlannedValue {
  readonly value: Value;
  /** Part of the plan's `after_unknown` tree that describes the value. */
  readonly unknown: Value;
}

/**
 * Replaces values known only after apply with templates from the configuration: `"${aws_sqs_queue.jobs.arn}"`.
 * @param expression expression of an attribute in the configuration, or expressions of the attributes of one or more blocks
 */
export function fillTemplates({ value, unknown }: PlannedValue, expression: unknown): PlannedValue {
  if (unknown === true) {
    const template = templateIn(expression);
    return template === undefined ? { value, unknown } : { value: template, unknown: false };
  }
  if (isList(unknown)) {
    const filled = unknown.map((inside, at) =>
      fillTemplates({ value: isList(value) ? (value[at] ?? null) : null, unknown: inside }, blockAt(expression, at)),
    );
    const rest = isList(value) ? value.slice(filled.length) : [];
    return { value: [...filled.map((one) => one.value), ...rest], unknown: filled.map((one) => one.unknown) };
  }
  if (!isObject(unknown)) return { value, unknown };
  const [values, unknowns]: [Record<string, Value>, Record<string, Value>] = [
    { ...(isObject(value) ? value : {}) },
    {},
  ];
  for (const [name, inside] of Object.entries(unknown)) {
    const filled = fillTemplates({ value: values[name] ?? null, unknown: inside }, insideOf(expression, name));
    if (filled.value !== null || property(values, name) !== undefined) values[name] = filled.value;
    unknowns[name] = filled.unknown;
  }
  return { value: values, unknown: unknowns };
}

/** Returns the block at an index. A single block may be an object instead of a list. */
const blockAt = (expression: unknown, at: number): unknown => (Array.isArray(expression) ? expression[at] : expression);

function insideOf(expression: unknown, name: string): unknown {
  const block: unknown = blockAt(expression, 0);
  if (typeof block !== 'object' || block === null || !Object.hasOwn(block, name)) return undefined;
  return Object.entries(block).find(([key]) => key === name)?.[1];
}
