import { say } from '../phrase';
import type { Rule } from './rule';

/** Without an entry in `resource_changes`, a resource may be created, replaced or left as it is. */
export const changesUnlisted: Rule = ({ unlisted }) =>
  unlisted.map((address) => ({
    kind: 'cannot be judged',
    address,
    what: say`${{ code: 'resource_changes' }} has no entry for ${address}, so what happens to it is unknown`,
  }));
