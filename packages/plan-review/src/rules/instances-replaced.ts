import { equal, type ValueObject } from '@himeshima/terraform-json';
import { say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Group of instances that follows a template. */
interface InstanceGroup {
  /** Attributes that name the template. */
  readonly templates: readonly string[];
  /** Returns whether the group replaces its instances when the template changes. */
  follows(change: Change): boolean;
  /** Describes how many instances are replaced at a time. Undefined if the group has no such setting. */
  describePace?(after: ValueObject): string;
}

const managed: InstanceGroup = {
  templates: ['version'],
  follows: ({ after }) => textAt(after, ['update_policy', 'type']) === 'PROACTIVE' && !startsFirst(after),
};

/** Returns whether a group starts new instances before it stops old ones, so that no capacity is lost. */
const startsFirst = (after: ValueObject): boolean =>
  ['fixed', 'percent'].some((unit) => Number(valueAt(after, ['update_policy', `max_surge_${unit}`]) ?? 0) > 0) &&
  ['fixed', 'percent'].every(
    (unit) => Number(valueAt(after, ['update_policy', `max_unavailable_${unit}`]) ?? 0) === 0,
  ) &&
  valueAt(after, ['update_policy', 'max_unavailable_fixed']) !== undefined;

/**
 * Groups of instances. Source: Amazon EC2 Auto Scaling User Guide, "Use an instance refresh"; Terraform Registry, hashicorp/aws 6,
 * hashicorp/google 7
 */
const groupsOf = byType<InstanceGroup>({
  aws_autoscaling_group: {
    templates: ['launch_template', 'launch_configuration', 'mixed_instances_policy'],
    follows: ({ after }) => valueAt(after, ['instance_refresh', 'strategy']) !== undefined,
    describePace: paceOfRefresh,
  },
  google_compute_instance_group_manager: managed,
  google_compute_region_instance_group_manager: managed,
});

/** Reports groups that replace their running instances, because their template changes. */
export const instancesReplaced: Rule = (plan) =>
  changesOf(plan, 'update').flatMap((change): Danger[] => {
    const { address, type, before, after } = change;
    const group = groupsOf(type);
    const attribute = group?.templates.find(
      (name) => isUnknownAt(change, [name]) || !equal(before[name] ?? null, after[name] ?? null),
    );
    if (group === undefined || attribute === undefined || !group.follows(change)) return [];
    if (after['desired_capacity'] === 0) return [];
    const how = group.describePace?.(after) ?? '';
    const what = say`${address} replaces its instances${words(how)} (${attribute})`;
    return [{ kind: 'outage', address, attribute, what }];
  });

/** Describes an instance refresh, which replaces at least one instance at a time: `, 1 of 2 at a time`. */
function paceOfRefresh(after: ValueObject): string {
  const [least, most] = ['min_healthy_percentage', 'max_healthy_percentage'].map((name) =>
    valueAt(after, ['instance_refresh', 'preferences', name]),
  );
  if (typeof most === 'number' && most > 100) return ', and starts new ones first';
  const healthy = typeof least === 'number' ? least : defaultPercentage;
  const desired = after['desired_capacity'];
  if (typeof desired !== 'number') return healthy === 0 ? ', possibly all at the same time' : '';
  return `, ${Math.max(1, Math.floor((desired * (100 - healthy)) / 100))} of ${desired} at a time`;
}

/** Percentage of instances that an instance refresh keeps healthy by default. */
const defaultPercentage = 90;
