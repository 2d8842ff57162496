import type { PolicyStatement } from '@himeshima/aws-policy';
import { memoizeByObject } from '../memoize';
import { policyIn } from '../plan/parsed-policy';
import { type Resource, templateAt } from './resource-values';

/** Returns the statements of a policy. Returns an empty list if the policy is invalid or unknown. */
const statementsOf = memoizeByObject((resource: Resource): readonly PolicyStatement[] => {
  const text = templateAt(resource, 'policy');
  return text === undefined ? [] : (policyIn(text)?.Statement ?? []);
});

/** Returns the position of the first matching statement, such as `statement 2`. Returns false if no statement matches. */
export function statementLocation(resource: Resource, isOne: (statement: PolicyStatement) => boolean): string | false {
  const index = statementsOf(resource).findIndex(isOne);
  return index >= 0 && `statement ${index + 1}`;
}
