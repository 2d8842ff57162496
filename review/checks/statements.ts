import { type PolicyStatement, parsePolicy } from '../../lib/policy';
import { type Resource, templateAt } from './resource';

/** The statements of a policy; none where it cannot be read, or is not known yet. */
export function statementsAt(resource: Resource, path = 'policy'): readonly PolicyStatement[] {
  const text = templateAt(resource, path);
  if (text === undefined || text === '') return [];
  try {
    return parsePolicy(text).Statement;
  } catch {
    return [];
  }
}

/** Where the first statement of the kind stands: `statement 2`; false where none is. */
export function whereStatement(
  resource: Resource,
  isOne: (statement: PolicyStatement) => boolean,
  path?: string,
): string | false {
  const index = statementsAt(resource, path).findIndex(isOne);
  return index >= 0 && `statement ${index + 1}`;
}

/** Whether everybody is let in: any principal, and no condition. */
export function letsEverybodyIn({ Effect, Principal, Condition }: PolicyStatement): boolean {
  const isAnybody = Principal === '*' || Principal?.AWS?.includes('*') === true;
  return Effect === 'Allow' && isAnybody && Object.keys(Condition).length === 0;
}
