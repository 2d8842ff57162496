import { z } from 'zod';
import { isFields } from '../gateway/json-api';

/** Function that returns whether a value matches; `undefined` represents a missing field. */
export type Matcher = (value: unknown) => boolean;

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Bound = z.tuple([z.enum(['=', '<', '<=', '>', '>=']), z.number()]);
const Numeric = z.union([Bound, z.tuple([...Bound.def.items, ...Bound.def.items])]);

const text = (matches: (value: string, wanted: string) => boolean) =>
  z.string().transform(
    (wanted): Matcher =>
      (value) =>
        typeof value === 'string' && matches(value, wanted),
  );

/**
 * Schemas that compile an operator's operand to a matcher, keyed by operator. Source: Lambda developer guide,
 * "invocation-eventfiltering", "Filter rule syntax".
 */
const operators: Readonly<Record<string, z.ZodType<Matcher>>> = {
  prefix: text((value, wanted) => value.startsWith(wanted)),
  suffix: text((value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': text((value, wanted) => value.toLowerCase() === wanted.toLowerCase()),
  exists: z.boolean().transform(
    (wanted): Matcher =>
      (value) =>
        (value !== undefined && !isFields(value)) === wanted,
  ),
  'anything-but': z.union([Scalar, z.array(Scalar).min(1)]).transform(
    (excluded): Matcher =>
      (value) =>
        value !== undefined && ![excluded].flat().some((one) => one === value),
  ),
  numeric: Numeric.transform(
    ([first, bound, second, other]): Matcher =>
      (value) =>
        typeof value === 'number' &&
        comparisons[first]?.(value, bound) === true &&
        (second === undefined || other === undefined || comparisons[second]?.(value, other) === true),
  ),
};

function compileRule(rule: unknown, path: string): Matcher {
  if (!isFields(rule)) {
    if (!Scalar.safeParse(rule).success) throw new Error(`${path}: unsupported rule ${JSON.stringify(rule)}`);
    return (value) => value === rule;
  }
  const [[name = '', operand] = [], ...others] = Object.entries(rule);
  const compiled = Object.hasOwn(operators, name) ? operators[name]?.safeParse(operand) : undefined;
  if (compiled?.success !== true || others.length > 0)
    throw new Error(`${path}: unsupported rule ${JSON.stringify(rule)}`);
  return compiled.data;
}

/** Returns a matcher for a value, or for a list in which at least one item must match. */
const anyItem =
  (matcher: Matcher): Matcher =>
  (value) =>
    Array.isArray(value) ? value.some(matcher) : matcher(value);

const some =
  (matchers: readonly Matcher[]): Matcher =>
  (value) =>
    matchers.some((matches) => matches(value));

function compileField(key: string, pattern: unknown, path: string): Matcher {
  if (key === '$or' && Array.isArray(pattern))
    return some(pattern.map((alternative, index) => compilePattern(alternative, `${path}.${index}`)));
  const matches = compilePattern(pattern, path);
  return (value) => matches(isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined);
}

/**
 * Compiles a filter pattern: an object whose fields must all match, or a list of rules, one of which must match.
 * @throws Error with the path of the invalid element
 */
export function compilePattern(pattern: unknown, path: string): Matcher {
  if (Array.isArray(pattern) && pattern.length > 0)
    return anyItem(some(pattern.map((rule) => compileRule(rule, path))));
  const fields = isFields(pattern) ? Object.entries(pattern) : [];
  if (fields.length === 0) throw new Error(`${path}: must be a list of rules or an object with fields`);
  const matchers = fields.map(([key, inner]) => compileField(key, inner, `${path}.${key}`));
  return anyItem((value) => matchers.every((matches) => matches(value)));
}
