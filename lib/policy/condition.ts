import type { PolicyStatement } from './document';
import { contextValue, type PolicyContext, substitute, withoutWildcards } from './variables';
import { fitsWildcard } from './wildcard';

type Compare = (wanted: string, given: string) => boolean;

const numeric =
  (holds: (given: number, wanted: number) => boolean): Compare =>
  (wanted, given) =>
    holds(Number(given), Number(wanted));

const date =
  (holds: (given: number, wanted: number) => boolean): Compare =>
  (wanted, given) =>
    holds(Date.parse(given), Date.parse(wanted));

const like: Compare = (wanted, given) => fitsWildcard(wanted, withoutWildcards(given));
const same: Compare = (wanted, given) => wanted === withoutWildcards(given);
const sameIgnoringCase: Compare = (wanted, given) => wanted.toLowerCase() === withoutWildcards(given).toLowerCase();

/** Each colon-separated part of an ARN is matched by itself; the last may hold colons. */
const arnLike: Compare = (wanted, given) => {
  const [pattern, text] = [wanted.split(':'), given.split(':')];
  const part = (parts: string[], index: number) => (index < 5 ? (parts[index] ?? '') : parts.slice(5).join(':'));
  return [0, 1, 2, 3, 4, 5].every((index) => like(part(pattern, index), part(text, index)));
};

// IAM user guide, "reference_policies_elements_condition_operators"
const operators: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: like,
  Bool: sameIgnoringCase,
  ArnEquals: arnLike,
  ArnLike: arnLike,
  NumericEquals: numeric((given, wanted) => given === wanted),
  NumericLessThan: numeric((given, wanted) => given < wanted),
  NumericLessThanEquals: numeric((given, wanted) => given <= wanted),
  NumericGreaterThan: numeric((given, wanted) => given > wanted),
  NumericGreaterThanEquals: numeric((given, wanted) => given >= wanted),
  DateEquals: date((given, wanted) => given === wanted),
  DateLessThan: date((given, wanted) => given < wanted),
  DateLessThanEquals: date((given, wanted) => given <= wanted),
  DateGreaterThan: date((given, wanted) => given > wanted),
  DateGreaterThanEquals: date((given, wanted) => given >= wanted),
};

/** The positive operator behind a negated one: StringNotLike → StringLike. */
function positive(name: string): { name: string; negated: boolean } {
  const without = name.replace(/^(String|Arn|Numeric|Date)Not/, '$1');
  return { name: without, negated: without !== name };
}

interface Operator {
  set: 'ForAllValues' | 'ForAnyValue' | undefined;
  name: string;
  negated: boolean;
  ifExists: boolean;
}

function readOperator(text: string): Operator {
  const [, set, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text) ?? [];
  return {
    set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
    ifExists: ifExists !== undefined,
    ...positive(plain),
  };
}

/** Names of condition operators, for checks of a policy that nobody has used yet. */
export function isConditionOperator(text: string): boolean {
  const { name } = readOperator(text);
  return name === 'Null' || operators[name] !== undefined;
}

function keyHolds(operator: Operator, key: string, wanted: readonly string[], context: PolicyContext): boolean {
  const given = contextValue(context, key);
  if (operator.name === 'Null')
    return wanted.some((value) => (value.toLowerCase() === 'true') === (given === undefined));
  const compare = operators[operator.name];
  if (compare === undefined) return false;
  if (given === undefined || given.length === 0)
    return operator.ifExists || operator.negated || operator.set === 'ForAllValues';
  const patterns = wanted.flatMap((value) => substitute(value, context) ?? []);
  const holds = (value: string) => patterns.some((pattern) => compare(pattern, value)) !== operator.negated;
  return operator.set === 'ForAllValues' || (operator.negated && operator.set === undefined)
    ? given.every(holds)
    : given.some(holds);
}

/** Whether every operator and every key of a condition block holds. An operator that IAM does not have never does. */
export function conditionHolds(condition: PolicyStatement['Condition'], context: PolicyContext): boolean {
  return Object.entries(condition).every(([operator, keys]) => {
    const read = readOperator(operator);
    return Object.entries(keys).every(([key, wanted]) => keyHolds(read, key, wanted, context));
  });
}
