import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessSet } from './switches';

const noBoundary = 'no longer has a permissions boundary';

const boundariesOf = byType<readonly Switch[]>({
  aws_iam_role: [unlessSet(['permissions_boundary'], noBoundary)],
  aws_iam_user: [unlessSet(['permissions_boundary'], noBoundary)],
});

/** Reports permissions boundaries that are removed or replaced. */
export const permissionsBoundary: Rule = (plan) => [
  ...switchedOff(plan, 'broader access', boundariesOf),
  ...changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    const [was, is] = [before, after].map((values) => textAt(values, ['permissions_boundary']));
    if (boundariesOf(type) === undefined || was === undefined || is === undefined || was === is) return [];
    const what = say`${address} has the permissions boundary ${is} instead of ${was}`;
    return [{ kind: 'broader access', address, what }];
  }),
  ...changesOf(plan, 'delete').flatMap(({ type, address, before }): Danger[] => {
    if (type !== 'aws_ssoadmin_permissions_boundary_attachment') return [];
    const who = textAt(before, ['permission_set_arn']) ?? address;
    return [{ kind: 'broader access', address, what: say`${who} ${[noBoundary]}` }];
  }),
];
