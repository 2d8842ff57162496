import { type ConditionOperator, conditionOperator } from './condition-operators';
import type { PolicyStatement } from './document';
import { contextValue, type PolicyContext, prepareText } from './variables';

/** Predicate that returns whether a request's context satisfies a statement's conditions. */
export type Condition = (context: PolicyContext) => boolean;

interface KeyCondition {
  readonly operator: ConditionOperator;
  readonly key: string;
  /** Values in the policy, at least one of which must match. */
  readonly expected: readonly string[];
  readonly effect: PolicyStatement['Effect'];
  readonly variables: boolean;
}

/**
 * Compiles a condition block, which is satisfied if every key under every operator matches. Source: IAM user guide,
 * "reference_policies_elements_condition", "reference_policies_condition-logic-multiple-context-keys-or-values".
 */
export function conditionOf({ Condition, Effect }: PolicyStatement, { variables }: { variables: boolean }): Condition {
  const tests = Object.entries(Condition).flatMap(([name, keys]) => {
    const operator = conditionOperator(name);
    return Object.entries(keys).map(([key, expected]) =>
      operator === undefined ? isNull(key, expected) : keyHolds({ operator, key, expected, effect: Effect, variables }),
    );
  });
  return (context) => tests.every((holds) => holds(context));
}

/** Compiles the `Null` operator, which tests whether the request lacks the key. */
function isNull(key: string, expected: readonly string[]): Condition {
  return (context) => {
    const missing = String(contextValue(context, key) === undefined);
    return expected.some((value) => value.toLowerCase() === missing);
  };
}

function keyHolds({ operator, key, expected, effect, variables }: KeyCondition): Condition {
  const { prepare, negated, set, ifExists } = operator;
  const patterns = expected.map((text) => prepareText({ text, variables }, prepare));
  const all = set === 'ForAllValues' || (negated && set === undefined);
  return (context) => {
    const matchers = patterns.map((pattern) => pattern(context));
    // if a variable is undefined, the excluded values are unknown, so nothing is granted
    if (negated && effect === 'Allow' && matchers.includes(undefined)) return false;
    const given = contextValue(context, key) ?? [];
    if (given.length === 0) return ifExists || all;
    const holds = (value: string) => matchers.some((fits) => fits?.(value) === true) !== negated;
    return all ? given.every(holds) : given.some(holds);
  };
}
