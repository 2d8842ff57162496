import { z } from 'zod';
import { isFields } from '../gateway/json-api';
import { commonOperators, type Matcher, type Operators, Scalar } from './pattern-operators';

function compileRule(rule: unknown, path: string, operators: Operators): Matcher {
  const unsupported = () => new Error(`${path}: unsupported rule ${JSON.stringify(rule)}`);
  if (!isFields(rule)) {
    if (!Scalar.safeParse(rule).success) throw unsupported();
    return (value) => value === rule;
  }
  const [[name = '', operand] = [], ...others] = Object.entries(rule);
  const compiled = Object.hasOwn(operators, name) ? operators[name]?.safeParse(operand) : undefined;
  if (compiled?.success !== true || others.length > 0) throw unsupported();
  return compiled.data;
}

/**
 * Returns a matcher for a value, or for a list in which at least one item must match. An empty list counts as a missing
 * field, as in aws/event-ruler.
 */
const anyItem =
  (matcher: Matcher): Matcher =>
  (value) => {
    if (!Array.isArray(value)) return matcher(value);
    const items: unknown[] = value.flat(Number.POSITIVE_INFINITY);
    return items.length === 0 ? matcher(undefined) : items.some(matcher);
  };

const some =
  (matchers: readonly Matcher[]): Matcher =>
  (value) =>
    matchers.some((matches) => matches(value));

function compileField(key: string, pattern: unknown, path: string, operators: Operators): Matcher {
  if (key === '$or' && Array.isArray(pattern))
    return some(pattern.map((alternative, index) => compilePattern(alternative, `${path}.${index}`, operators)));
  const matches = compilePattern(pattern, path, operators);
  return (value) => matches(isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined);
}

/**
 * Compiles a pattern: an object whose fields must all match, or a list of rules, one of which must match.
 * @param path path of the pattern, for error messages
 * @throws Error with the path of the invalid element
 */
export function compilePattern(pattern: unknown, path: string, operators: Operators = commonOperators): Matcher {
  if (Array.isArray(pattern) && pattern.length > 0)
    return anyItem(some(pattern.map((rule) => compileRule(rule, path, operators))));
  const fields = isFields(pattern) ? Object.entries(pattern) : [];
  if (fields.length === 0) throw new Error(`${path}: must be a list of rules or an object with fields`);
  const matchers = fields.map(([key, inner]) => compileField(key, inner, `${path}.${key}`, operators));
  return anyItem((value) => matchers.every((matches) => matches(value)));
}

const PatternText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('must be valid JSON');
    return z.NEVER;
  }
});

/**
 * Parses the JSON of an EventBridge event pattern.
 * @returns a function that returns whether an event matches
 * @throws Error with the path of the invalid element
 */
export function compileEventPattern(text: string, operators: Operators): Matcher {
  const parsed = PatternText.safeParse(text);
  if (!parsed.success) throw new Error('the pattern must be valid JSON');
  if (!isFields(parsed.data)) throw new Error('the pattern must be a JSON object');
  return compilePattern(parsed.data, '$', operators);
}
