import { compileEventPattern } from '../event-pattern/event-pattern';
import { eventBusOperators, type Matcher } from '../event-pattern/pattern-operators';
import { isFields } from '../gateway/json-api';
import { AwsError } from '../gateway/service-api';

/** Message attribute as SNS's API specifies it. */
export interface MessageAttribute {
  readonly name: string;
  /** String, String.Array, Number or Binary, followed by an optional label of the publisher: `Number.int`. */
  readonly dataType: string;
  readonly value: string;
}

const invalid = (reason: string) => new AwsError('InvalidParameter', `Invalid parameter: FilterPolicy: ${reason}`);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value));
  } catch {
    return undefined;
  }
}

/** Rounds to the "5 digits of accuracy after the decimal point" that SNS compares (developer guide, "numeric-value-matching"). */
const rounded = (value: number): number => Number(value.toFixed(5));

/** Largest number of value combinations. Source: SNS developer guide, "subscription-filter-policy-constraints". */
const mostCombinations = 150;

/** Returns the number of value combinations in a policy. The number of values is multiplied by their nesting level. */
function combinationsIn(policy: unknown, level: number): number {
  if (Array.isArray(policy)) return policy.length * Math.max(level, 1);
  if (!isFields(policy)) return 1;
  return Object.entries(policy).reduce((product, [key, inner]) => {
    const alternatives = key === '$or' && Array.isArray(inner) ? inner : undefined;
    if (alternatives === undefined) return product * combinationsIn(inner, level + 1);
    return product * alternatives.reduce((sum: number, one) => sum + combinationsIn(one, level), 0);
  }, 1);
}

/**
 * Compiles a subscription's filter policy to a matcher for the values of attributes, or for a message body.
 * @throws AwsError InvalidParameter if the policy is invalid or too complex
 */
export function compileFilterPolicy(text: string): Matcher {
  const policy = parseJson(text);
  if (!isFields(policy)) throw invalid('failed to parse JSON');
  if (Object.keys(policy).length === 0) return () => true;
  if (combinationsIn(policy, 0) > mostCombinations) throw invalid('Filter policy is too complex');
  try {
    return compileEventPattern(JSON.stringify(policy), eventBusOperators);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Returns the values that filter policies compare, keyed by attribute name. Binary attributes are ignored. Source: SNS developer
 * guide, "sns-message-attributes".
 */
export function comparedValues(attributes: readonly MessageAttribute[]): Record<string, unknown> {
  const entries = attributes.flatMap(({ name, dataType, value }) => {
    const [type = '', subtype] = dataType.split('.');
    if (type === 'Binary') return [];
    const isParsed = type === 'Number' || (type === 'String' && subtype === 'Array');
    return [[name, isParsed ? parseJson(value) : value] as const];
  });
  return Object.fromEntries(entries);
}

/** Returns the JSON object that a message contains; undefined if payload-based policies cannot match the message. */
export function comparedBody(message: string): unknown {
  const body = parseJson(message);
  return isFields(body) ? body : undefined;
}
