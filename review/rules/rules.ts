import type { Plan } from '../plan/plan';
import { dataLost } from './data-lost';
import { devicesCutOff } from './devices-cut-off';
import { moreRights } from './more-rights';
import { outage } from './outage';
import { peopleNotCalled } from './people-not-called';
import { protectionOff } from './protection-off';
import { retentionShortened } from './retention-shortened';
import { type Danger, dangerKinds, type Rule } from './rule';

/** Every rule; review/README.md says how one is added. */
const rules: readonly Rule[] = [
  dataLost,
  protectionOff,
  retentionShortened,
  devicesCutOff,
  outage,
  moreRights,
  peopleNotCalled,
];

/** The dangers of a plan, the worst kind first. */
export function dangersIn(plan: Plan): readonly Danger[] {
  const rank = ({ kind }: Danger) => dangerKinds.indexOf(kind);
  return rules.flatMap((rule) => rule(plan)).sort((a, b) => rank(a) - rank(b));
}
