import type { Consequence } from '../knowledge/row';
import { type Phrase, say } from '../phrase';
import type { Change, Plan } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { kindOfConsequence, ruleOf } from './meaning-kinds';
import type { Danger } from './rule';
import { describeSuccessor } from './successor';

/** Returns the DNS name of a record, in parentheses. The name is more informative than the address. */
function nameIn({ type, before }: Change): Phrase {
  const name = before['fqdn'] ?? before['hostname'] ?? before['name'];
  return /_record(?:_set)?$|dns/.test(type) && typeof name === 'string' && name !== ''
    ? say` (${{ value: name }})`
    : [];
}

/** Describes the consequence of a deletion or replacement. */
export function deletionDanger(plan: Plan, change: Change, consequence: Consequence): Danger {
  const { meaning, so, losesData } = consequence;
  const { address, action } = change;
  const what =
    action === 'replace'
      ? say`${address} is replaced${replacementReason(change)}: ${[losesData ? so : `during the replacement, ${so}`]}`
      : say`${address}${nameIn(change)} is deleted: ${[so]}${describeSuccessor(plan, change, losesData === true)}`;
  return { kind: kindOfConsequence(consequence), rule: ruleOf(meaning), address, what };
}
