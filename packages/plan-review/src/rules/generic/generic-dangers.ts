import { changedAttributes } from '../../knowledge/attribute-values';
import { isDisposable } from '../../knowledge/utilities';
import { say } from '../../phrase';
import { changesOf } from '../../plan/filter-changes';
import type { Change } from '../../plan/plan';
import { changedIn } from '../../renames';
import { deletionDanger } from '../deletion-danger';
import { kindOf, ruleOf } from '../meaning-kinds';
import type { Danger, Rule } from '../rule';
import { hasOwnRules } from '../types-with-rules';
import { booleanSettings } from './boolean-settings';
import { broadRights } from './broad-rights';
import { deletionByName } from './deleted-types';
import { everyoneAllowed } from './everyone';
import type { GenericRule } from './generic-rule';
import { openNetwork } from './open-network';
import { reducedNumbers } from './reduced-numbers';
import { removedProtection } from './removed-protection';
import { weakerTls } from './weaker-tls';

/** Rules for any provider, most specific first. Only the first matching rule reports an attribute. */
const rules: readonly GenericRule[] = [
  openNetwork,
  everyoneAllowed,
  broadRights,
  weakerTls,
  booleanSettings,
  removedProtection,
  reducedNumbers,
];

/** Reports dangers derived from names and values that have the same meaning in every provider. */
export const genericDangers: Rule = (plan) => [
  ...[...changedIn(plan), ...changesOf(plan, 'create')].flatMap(fromAttributes),
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const consequence = hasOwnRules(change.type) || isDisposable(change.type) ? undefined : deletionByName(change.type);
    return consequence === undefined ? [] : [deletionDanger(plan, change, consequence)];
  }),
];

function fromAttributes(change: Change): readonly Danger[] {
  const { address, type } = change;
  if (hasOwnRules(type)) return [];
  return changedAttributes(change).flatMap((attribute): Danger[] => {
    for (const rule of rules) {
      const found = rule(attribute, change);
      if (found === undefined) continue;
      const { meaning, what } = found;
      return [
        {
          kind: kindOf(meaning),
          rule: ruleOf(meaning),
          address,
          attribute: attribute.path.join('.'),
          what: say`${address} ${what}`,
        },
      ];
    }
    return [];
  });
}
