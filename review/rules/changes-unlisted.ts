import { say } from '../phrase';
import type { Rule } from './rule';

/** Without an entry in `resource_changes`, a resource may be created, replaced or left as it is. */
export const changesUnlisted: Rule = ({ unlisted }) =>
  unlisted.map((address) => ({
    kind: 'cannot be judged',
    address,
    what: say`${address} is planned, but the plan does not list what happens to it (${{ code: 'resource_changes' }})`,
  }));
