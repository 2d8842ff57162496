import { equal } from '@himeshima/terraform-json';
import { changedAttributes } from '../../knowledge/attribute-values';
import { rowsOf } from '../../knowledge/knowledge';
import { managedType } from '../../knowledge/managed-type';
import { say } from '../../phrase';
import { changesOf } from '../../plan/filter-changes';
import type { Change } from '../../plan/plan';
import { changedIn, newIn } from '../../renames';
import { deletionDanger } from '../deletion-danger';
import { onlyDenies } from '../denying-policy';
import { isHarmlessRemoval } from '../harmless-removal';
import { kindOf, ruleOf } from '../meaning-kinds';
import { whyNothingIsLost } from '../removal-without-loss';
import type { Danger, Rule } from '../rule';
import { hasOwnRules } from '../types-with-rules';
import { booleanSettings } from './boolean-settings';
import { broadRights } from './broad-rights';
import { deletionByName } from './deleted-types';
import { everyoneAllowed } from './everyone';
import type { GenericRule } from './generic-rule';
import { openNetwork } from './open-network';
import { plainUrl } from './plain-url';
import { reducedNumbers } from './reduced-numbers';
import { removedProtection } from './removed-protection';
import { weakerMode } from './weaker-mode';
import { weakerTls } from './weaker-tls';

/** Rules for any provider, most specific first. Only the first matching rule reports an attribute. */
const rules: readonly GenericRule[] = [
  openNetwork,
  everyoneAllowed,
  broadRights,
  weakerTls,
  plainUrl,
  booleanSettings,
  weakerMode,
  removedProtection,
  reducedNumbers,
];

/** Reports dangers derived from names and values that have the same meaning in every provider. */
export const genericDangers: Rule = (plan) => [
  ...[...changedIn(plan), ...newIn(plan)].flatMap(fromAttributes),
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const isHarmless = hasOwnRules(change.type) || isHarmlessRemoval(plan, change) || onlyDenies(change);
    const consequence = isHarmless ? undefined : deletionByName(managedType(change));
    return consequence === undefined || whyNothingIsLost(plan, change) !== undefined
      ? []
      : [deletionDanger(plan, change, consequence)];
  }),
];

/** Returns whether a row says that only changes to an attribute are dangerous, because new resources often have the value. */
const isCommonInCreations = ({ type, action }: Change, attribute: string): boolean =>
  action === 'create' && (rowsOf(type) ?? []).some((row) => row.isOnlyOnChange && row.attribute === attribute);

/**
 * Returns whether an attribute keeps its value, and only its effect changes because of another attribute. The rules for the other attribute
 * report the change.
 */
const isUnchanged = ({ before, after }: Change, [name = '', ...inside]: readonly string[]): boolean =>
  inside.length === 0 && Object.hasOwn(before, name) && equal(before[name] ?? null, after[name] ?? null);

function fromAttributes(change: Change): readonly Danger[] {
  const { address, type } = change;
  if (hasOwnRules(type)) return [];
  return changedAttributes(change).flatMap((attribute): Danger[] => {
    const name = attribute.path.join('.');
    if (isCommonInCreations(change, name) || isUnchanged(change, attribute.path)) return [];
    for (const rule of rules) {
      const found = rule(attribute, change);
      if (found === undefined) continue;
      const { meaning, what } = found;
      return [
        {
          kind: kindOf(meaning),
          rule: ruleOf(meaning),
          address,
          attribute: name,
          what: say`${address} ${what}`,
        },
      ];
    }
    return [];
  });
}
