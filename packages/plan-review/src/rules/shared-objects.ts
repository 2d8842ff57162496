import { changedNames } from '../changes/describe-change';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { typeIn } from '../plan/resource-id';
import { isStateful } from '../plan/stored-data';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/**
 * Reports deleted objects that another resource of the plan also manages, so that this resource loses its object, and changed
 * objects that another resource changes back.
 */
export const sharedObjects: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap(({ address, type, action, before, deposed }): Danger[] => {
    const other = plan.addressOfId.get(textAt(before, ['id']) ?? '');
    if (other === undefined || deposed !== undefined || other === address || typeIn(other) !== type) return [];
    const what = say`${address} is ${[action === 'delete' ? 'deleted' : 'replaced']}, but ${other} manages the same object (with the same id), and loses it`;
    return [{ kind: isStateful(type) ? 'data loss' : 'outage', address, what }];
  }),
  ...changesOf(plan, 'update').flatMap((change): Danger[] => {
    const { address } = change;
    const [other] = plan.managedTwice.get(address) ?? [];
    if (other === undefined || changedNames(change).length === 0) return [];
    // a pair is reported once
    if (other < address && changesOf(plan, 'update').some((one) => one.address === other)) return [];
    const what = say`${address} and ${other} manage the same object (with the same id): each apply may revert what the other one sets`;
    return [{ kind: 'outage', address, what }];
  }),
];
