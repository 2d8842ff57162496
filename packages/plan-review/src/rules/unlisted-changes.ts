import { say } from '../phrase';
import type { Rule } from './rule';

/** Reports resources without an entry in `resource_changes`, because their planned actions are unknown. */
export const unlistedChanges: Rule = ({ unlisted }) =>
  unlisted.map((address) => ({
    kind: 'cannot be judged',
    address,
    what: say`the plan file contains no planned action for ${address}`,
  }));
