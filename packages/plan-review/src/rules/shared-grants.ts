import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { rivalGrantsIn, sharedGrantOf } from './role-grants';
import type { Danger, Rule } from './rule';

/** Reports deleted grants that another resource of the plan also makes, so that the deletion may undo the other grant. */
export const sharedGrants: Rule = (plan) =>
  changesOf(plan, 'delete').flatMap((change): Danger[] => {
    const { address } = change;
    const shared = sharedGrantOf(plan, change);
    if (shared === undefined) return [];
    const { principal, role, by } = shared;
    const what = say`${address} is deleted, although another resource grants the same role`;
    const context = say`${by} grants ${{ value: role }} to ${{ value: principal }}`;
    return [{ kind: 'outage', address, what, context }];
  });

/** Reports grants to principals that a binding of the same role does not contain. */
export const rivalGrants: Rule = (plan) =>
  rivalGrantsIn(plan).map(({ address, principal, role, binding }): Danger => {
    const what = say`${address} grants ${{ value: role }} to ${{ value: principal }}, but ${binding} sets all members of this role`;
    return { kind: 'outage', address, what };
  });
