import { differencesOf } from '../difference/difference';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { changedIn } from '../renames';
import { type Objectives, objectivesIn } from '../slo-objectives';
import type { Danger, Rule } from './rule';

/** Reports SLOs with a lower target or a different indicator. */
export const sloLoosened: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    if (change.type !== 'datadog_service_level_objective') return [];
    const [before, after] = [objectivesIn(change.before), objectivesIn(change.after)];
    const reasons = [...lowerTargets(before, after), ...indicatorChanged(change)];
    if (reasons.length === 0) return [];
    return [{ kind: 'weaker alerting', address: change.address, what: say`${change.address}: ${joined(reasons)}` }];
  });

const lowerTargets = (before: Objectives, after: Objectives): readonly Phrase[] =>
  [...before.targets].flatMap(([timeframe, was]): Phrase[] => {
    const is = after.targets.get(timeframe);
    if (is === undefined) return after.isComplete ? [say`the target over ${timeframe} is removed`] : [];
    return is < was ? [say`the target over ${timeframe} drops from ${was}% to ${is}%`] : [];
  });

/** Attributes that define the service level indicator. Source: Terraform Registry, DataDog/datadog 3.82 */
const indicatorAttributes = new Set(['groups', 'monitor_ids', 'query', 'sli_specification', 'type']);

function indicatorChanged(change: Change): readonly Phrase[] {
  const paths = differencesOf(change).known.map(({ path }) => path);
  const names = [
    ...new Set(paths.filter(([name = '']) => indicatorAttributes.has(name)).map((path) => path.join('.'))),
  ];
  return names.length === 0 ? [] : [say`the indicator is different (${joined(names.map((name) => say`${name}`))})`];
}
