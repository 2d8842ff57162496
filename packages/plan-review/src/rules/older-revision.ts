import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { byType } from '../plan/type-table';
import { textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Attributes that select a revision or a version by its number. Source: Terraform Registry, hashicorp/aws 6 */
const revisionOf = byType<readonly string[]>({
  aws_autoscaling_group: ['launch_template', 'version'],
  aws_ecs_service: ['task_definition'],
  aws_lambda_alias: ['function_version'],
});

/** Reports services that return to an older revision, for example because a pipeline deployed newer ones outside Terraform. */
export const olderRevision: Rule = (plan) =>
  changesOf(plan, 'update').flatMap(({ type, address, before, after }): Danger[] => {
    const path = revisionOf(type);
    if (path === undefined) return [];
    const [family, old] = revisionIn(textAt(before, path));
    const [nextFamily, now] = revisionIn(textAt(after, path));
    const isOther = textAt(before, ['launch_template', 'id']) !== textAt(after, ['launch_template', 'id']);
    if (isOther || family !== nextFamily || old === undefined || now === undefined || now >= old) return [];
    const what = say`${address} returns from revision ${old} to the older revision ${now} (${path.join('.')})`;
    return [{ kind: 'outage', address, attribute: path.join('.'), what }];
  });

/** Splits the name of a revision, such as `api:17` or `17`, into its family and its number. */
function revisionIn(text = ''): readonly [family: string, number: number | undefined] {
  const [, family = '', number] = /^(.*?:)?(\d+)$/.exec(text) ?? [];
  return [family, number === undefined ? undefined : Number(number)];
}
