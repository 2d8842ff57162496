import { equal } from '../../lib/terraform';
import { monitorsIn } from '../monitors/monitors-in';
import { say } from '../phrase';
import type { Plan, Unread } from '../plan/plan';
import { valueAt } from '../plan/value-at';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** A monitor, policy, rule, objective or document that changes, but cannot be read, may be dangerous. */
export const unreadable: Rule = (plan) => [
  ...plan.unread.filter((one) => isChanged(plan, one) && !isReported(plan, one)).map(dangerOf),
  // a new monitor is described by what its query refers to; the query of a changed one would have to be compared
  ...monitorsIn(plan)
    .filter(({ before, after }) => before !== undefined && after?.queryState === 'known after the apply')
    .map(({ change: { address } }) => dangerOf({ address, attribute: 'query', reason: 'known only after the apply' })),
];

function isChanged({ changes }: Plan, { address, noun, attribute }: Unread): boolean {
  if (noun === 'change') return true;
  const change = changes.find((one) => one.address === address && one.action !== 'no-op');
  if (change === undefined) return false;
  const [before, after] = [change.before, change.after].map((values) => valueAt(values, attribute.split('.')) ?? null);
  return before === undefined || after === undefined || !equal(before, after);
}

/** `rightsUntold` reports a policy of an owner that stays. */
const isReported = (plan: Plan, { address, noun }: Unread): boolean =>
  noun === 'policy' &&
  policiesIn(plan).some(
    ({ by, owner, untold }) =>
      owner === 'stays' && untold === 'not readable' && by.some((one) => one.address === address),
  );

const dangerOf = ({ address, attribute, reason }: Omit<Unread, 'noun'>): Danger => ({
  kind: 'cannot be judged',
  address,
  what: say`${attribute} of ${address} cannot be read (${reason})`,
});
