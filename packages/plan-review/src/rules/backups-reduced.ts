import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { counted, joined, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt, textsIn, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Reports AWS Backup plans that back up fewer resources or keep backups for a shorter time. */
export const backupsReduced: Rule = (plan) => [
  ...changesOf(plan, 'delete').flatMap((change): Danger[] => {
    if (!/^aws_backup_(plan|selection)$/.test(change.type)) return [];
    return [danger(change, say`${change.address} is deleted: the selected resources are no longer backed up`)];
  }),
  ...changedIn(plan).flatMap((change) => [...rules(change), ...selection(change)]),
];

const danger = ({ address }: Change, what: Danger['what']): Danger => ({ kind: 'weaker protection', address, what });

function rules(change: Change): readonly Danger[] {
  if (change.type !== 'aws_backup_plan') return [];
  const [before, after] = [rulesIn(change.before['rule']), rulesIn(change.after['rule'])];
  return [...before].flatMap(([name, rule]): Danger[] => {
    const now = after.get(name);
    if (now === undefined) return [danger(change, say`${change.address} loses its rule ${name}`)];
    const [schedule, next] = [rule, now].map((one) => textAt(one, ['schedule']));
    if (schedule !== undefined && next === undefined && !isUnknownAt(change, ['rule']))
      return [danger(change, say`${change.address}, rule ${name}, no longer has a schedule (${{ value: schedule }})`)];
    // without delete_after, AWS Backup keeps backups indefinitely
    const [was, is] = [rule, now].map(
      (one) => Number(valueAt(one, ['lifecycle', 'delete_after']) ?? 0) || Number.POSITIVE_INFINITY,
    );
    if (was === undefined || is === undefined || is >= was) return [];
    const before = was === Number.POSITIVE_INFINITY ? 'indefinitely' : counted(was, 'day');
    return [
      danger(
        change,
        say`${change.address}, rule ${name}, keeps backups for ${words(counted(is, 'day'))} instead of ${[before]}`,
      ),
    ];
  });
}

function rulesIn(rules: Value | undefined): ReadonlyMap<string, Value> {
  const list = rules !== undefined && isList(rules) ? rules : [];
  return new Map(list.filter(isObject).map((rule, at) => [textAt(rule, ['rule_name']) ?? String(at), rule]));
}

function selection(change: Change): readonly Danger[] {
  if (change.type !== 'aws_backup_selection') return [];
  const gone = textsIn(change.before['resources']).filter((one) => !textsIn(change.after['resources']).includes(one));
  const left = textsIn(change.after['not_resources']).filter(
    (one) => !textsIn(change.before['not_resources']).includes(one),
  );
  const out = [...(isUnknownAt(change, ['resources']) ? [] : gone), ...left];
  if (out.length === 0) return [];
  return [danger(change, say`${change.address} no longer backs up ${joined(out.map((one) => say`${one}`))}`)];
}
