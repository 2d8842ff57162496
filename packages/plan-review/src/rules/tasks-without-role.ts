import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/**
 * Reports tasks for AWS Fargate that Amazon ECS rejects, because they have no role that can read their image or write their logs. Source:
 * Amazon ECS developer guide, "Amazon ECS task execution IAM role"
 */
export const tasksWithoutRole: Rule = (plan) =>
  changesOf(plan, 'create', 'replace').flatMap((change): Danger[] => {
    const { type, address, after } = change;
    if (type !== 'aws_ecs_task_definition' || !isForFargate(after['requires_compatibilities'] ?? null)) return [];
    const hasRole = textAt(after, ['execution_role_arn']) !== undefined || isUnknownAt(change, ['execution_role_arn']);
    const need = hasRole ? undefined : needIn(change);
    if (need === undefined) return [];
    const what = say`${address} cannot be created: AWS Fargate requires ${'execution_role_arn'} to ${[need]}`;
    return [{ kind: 'cannot be applied', address, attribute: 'execution_role_arn', what }];
  });

const isForFargate = (compatibilities: Value): boolean =>
  isList(compatibilities) && compatibilities.includes('FARGATE');

/** Returns for what the containers of a task need a role. Undefined if they need none. */
function needIn({ after }: Change): string | undefined {
  const containers = documentIn(after['container_definitions'] ?? null) ?? [];
  const all = isList(containers) ? containers.filter(isObject) : [];
  if (all.some(({ image }) => typeof image === 'string' && /\.dkr\.ecr\.[\w-]+\.amazonaws\.com/.test(image)))
    return 'pull images from Amazon ECR';
  if (all.some((one) => textAt(one, ['logConfiguration', 'logDriver']) === 'awslogs'))
    return 'write logs to CloudWatch';
  const hasSecrets = all.some((one) => {
    const secrets = valueAt(one, ['secrets']) ?? [];
    return isList(secrets) && secrets.length > 0;
  });
  return hasSecrets ? 'read secrets' : undefined;
}
