import { equal } from '@himeshima/terraform-json';
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
  /** Path of the smallest percentage of running instances, and its default. Undefined if the group has no such setting. */
  readonly kept?: { readonly path: readonly string[]; readonly byDefault: number };
}

const managed: InstanceGroup = {
  templates: ['version'],
  follows: ({ after }) => textAt(after, ['update_policy', 'type']) === 'PROACTIVE',
};

/**
 * Groups of instances. Source: Amazon EC2 Auto Scaling User Guide, "Use an instance refresh"; Terraform Registry, hashicorp/aws 6,
 * hashicorp/google 7
 */
const groupsOf = byType<InstanceGroup>({
  aws_autoscaling_group: {
    templates: ['launch_template', 'launch_configuration', 'mixed_instances_policy'],
    follows: ({ after }) => valueAt(after, ['instance_refresh', 'strategy']) !== undefined,
    kept: { path: ['instance_refresh', 'preferences', 'min_healthy_percentage'], byDefault: 90 },
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
    const { kept } = group;
    const percentage = kept && (valueAt(after, kept.path) ?? kept.byDefault);
    const how =
      percentage === undefined
        ? ''
        : percentage === 0
          ? ', possibly all at the same time'
          : `, and keeps at least ${String(percentage)} % of them running`;
    const what = say`${address} replaces its instances${words(how)} (${attribute})`;
    return [{ kind: 'outage', address, attribute, what }];
  });
