import { type PolicyStatement, parsePolicy } from '@himeshima/aws-policy';
import { gathered } from '../gathered';
import { type Resource, templateAt } from './resource';

/** The statements of its policy; none where it cannot be read, or is not known yet. */
export const statementsOf = gathered((resource: Resource): readonly PolicyStatement[] => {
  const text = templateAt(resource, 'policy');
  if (text === undefined || text === '') return [];
  try {
    return parsePolicy(text).Statement;
  } catch {
    return [];
  }
});

/** Where the first statement of the kind stands: `statement 2`; false where none is. */
export function whereStatement(resource: Resource, isOne: (statement: PolicyStatement) => boolean): string | false {
  const index = statementsOf(resource).findIndex(isOne);
  return index >= 0 && `statement ${index + 1}`;
}

/** Whether its policy has a wildcard at all: where it has none, it need not be read to look for one. */
export const hasWildcard = (resource: Resource): boolean => templateAt(resource, 'policy')?.includes('*') === true;

/** Whether everybody is let in: any principal, and no condition. */
export function letsEverybodyIn({ Effect, Principal, Condition }: PolicyStatement): boolean {
  const isAnybody = Principal === '*' || Principal?.AWS?.includes('*') === true;
  return Effect === 'Allow' && isAnybody && Object.keys(Condition).length === 0;
}
