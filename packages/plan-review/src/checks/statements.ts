import { type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import { memoizeByObject } from '../memoize';
import { type Resource, templateAt } from './resource-values';

/** Returns the statements of a policy. Empty if the policy is invalid or unknown. */
const statementsOf = memoizeByObject((resource: Resource): readonly PolicyStatement[] => {
  const text = templateAt(resource, 'policy');
  if (text === undefined || text === '') return [];
  try {
    return parsePolicy(text).Statement;
  } catch {
    return [];
  }
});

/** Returns the position of the first statement that matches, such as `statement 2`, or false. */
export function whereStatement(resource: Resource, isOne: (statement: PolicyStatement) => boolean): string | false {
  const index = statementsOf(resource).findIndex(isOne);
  return index >= 0 && `statement ${index + 1}`;
}
