import { equal } from '@himeshima/terraform-json';
import { anotherSecret } from '../masking/mask';
import { memoizeByObject } from '../memoize';
import { monitorsIn } from '../monitors/changed-monitors';
import type { MonitorSide } from '../monitors/monitor-side';
import { say } from '../phrase';
import type { Plan, Unread } from '../plan/plan';
import { comparedAttributeOf } from '../plan/unreadable-attributes';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import { objectivesIn } from '../slo-objectives';
import { policiesIn } from './policies';
import type { Danger, Rule } from './rule';

/** Reports changed monitors, policies, rules, SLOs and documents that are unreadable or known only after apply. */
export const unreadableResources: Rule = (plan) => [
  ...plan.unread.filter((one) => isChanged(plan, one) && !isReported(plan, one)).map(dangerOf),
  // new monitors have no old values to compare; the review shows their unknown values as references
  ...monitorsIn(plan).flatMap(({ change: { address }, before, after }) =>
    before === undefined
      ? []
      : (after?.later ?? []).map((attribute) => dangerOf({ address, attribute, reason: 'known only after apply' })),
  ),
  ...monitorsIn(plan).flatMap(({ change: { address }, after }) =>
    masked(after).map((attribute) => dangerOf({ address, attribute, reason: 'sensitive value' })),
  ),
  ...changedIn(plan).flatMap((change) => {
    const attribute = comparedAttributeOf(change.type);
    const isKnown =
      attribute === undefined ||
      !isUnknownAt(change, [attribute]) ||
      Object.hasOwn(change.templates, attribute) ||
      // the provider computes how to display a target
      (attribute === 'thresholds' && objectivesIn(change.after).isComplete);
    return isKnown ? [] : [dangerOf({ address: change.address, attribute, reason: 'known only after apply' })];
  }),
];

/** Returns the changed attributes whose values are masked. */
const masked = (side: MonitorSide | undefined): readonly string[] =>
  (['message', 'query'] as const).filter((name) => side?.definition[name] === anotherSecret);

/** Returns the first change to each address. */
const changesByAddress = memoizeByObject(({ changes }: Plan) => {
  const happening = changes.filter(({ action }) => action !== 'no-op');
  // reversed, because a map keeps the last value of each key
  return new Map(happening.toReversed().map((change) => [change.address, change]));
});

function isChanged(plan: Plan, { address, noun, attribute }: Unread): boolean {
  if (noun === 'change') return true;
  const change = changesByAddress(plan).get(address);
  if (change === undefined) return false;
  const [before, after] = [change.before, change.after].map((values) => valueAt(values, attribute.split('.')) ?? null);
  return before === undefined || after === undefined || !equal(before, after);
}

/** Returns whether `rightsUnknown` already reports an attribute: it reports all unreadable policies whose owner remains. */
const isReported = (plan: Plan, { address, noun }: Unread): boolean =>
  noun === 'policy' && reportedPolicies(plan).has(address);

const reportedPolicies = memoizeByObject((plan: Plan) => {
  const reported = policiesIn(plan).filter(
    ({ owner, unknownBecause }) =>
      owner === 'kept' && unknownBecause !== undefined && unknownBecause !== 'known after apply',
  );
  return new Set(reported.flatMap(({ by }) => by.map(({ address }) => address)));
});

const dangerOf = ({ address, noun, attribute, reason }: Omit<Unread, 'noun'> & Partial<Unread>): Danger => ({
  kind: 'cannot be judged',
  address,
  what:
    noun === 'change'
      ? say`the entry of ${address} in the plan is invalid (${reason})`
      : say`${attribute} of ${address} cannot be read (${reason})`,
});
