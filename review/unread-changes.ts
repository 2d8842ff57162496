import { monitorsIn } from './monitors/monitors-in';
import { counted, joined, type Phrase, say, words } from './phrase';
import type { Plan, Unread } from './plan/plan';
import type { Danger } from './rules/rule';

/** Returns what could not be read of the resources that a plan changes, apart from what a danger already says. */
export function unreadChanges(plan: Plan, dangers: readonly Danger[]): readonly Unread[] {
  const changed = new Set(plan.changes.filter(({ action }) => action !== 'no-op').map(({ address }) => address));
  const isSaid = ({ address, noun }: Unread) =>
    noun === 'policy' && dangers.some((danger) => danger.kind === 'broader access' && danger.address === address);
  return [...plan.unread.filter((one) => changed.has(one.address) && !isSaid(one)), ...queriesKnownLater(plan)];
}

/** A new monitor may have a query that is known only after the apply; of another its effect cannot be compared. */
const queriesKnownLater = (plan: Plan): readonly Unread[] =>
  monitorsIn(plan)
    .filter(({ before, after }) => before !== undefined && after?.queryState === 'known after the apply')
    .map(({ change }) => ({
      address: change.address,
      noun: 'monitor',
      attribute: 'query',
      reason: 'known only after the apply',
    }));

export const unreadTitle = 'Could not be read';

/** `datadog_monitor.a: query (unknown function "foo"); its effect is unknown` */
export const unreadInWords = ({ address, attribute, reason }: Unread): Phrase =>
  say`${address}: ${attribute} (${reason}); its effect is unknown`;

/** `2 monitors and 1 policy could not be read` */
export function unreadCounted(unread: readonly Unread[]): Phrase {
  const nouns = [...new Set(unread.map(({ noun }) => noun))];
  const counts = nouns.map((noun) => {
    const addresses = new Set(unread.filter((one) => one.noun === noun).map(({ address }) => address));
    return words(counted(addresses.size, noun));
  });
  return [...joined(counts), ' could not be read'];
}
