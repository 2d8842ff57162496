import { groupBy } from '../group-by';
import { say } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt } from '../plan/value-at';
import type { Danger, Rule } from './rule';

/** Attribute that must be unique in the account and region, or in the whole cloud. */
interface UniqueName {
  readonly attribute: string;
  readonly isGlobal: boolean;
}

const named = (attribute = 'name'): UniqueName => ({ attribute, isGlobal: false });
const globally = (attribute = 'name'): UniqueName => ({ attribute, isGlobal: true });

/** Attributes that contain unique names. Source: pages of the resources in the Terraform Registry, and the API references */
const uniqueNameOf = byType<UniqueName>({
  aws_cloudwatch_log_group: named(),
  aws_db_instance: named('identifier'),
  aws_dynamodb_table: named(),
  aws_ecr_repository: named(),
  aws_ecs_cluster: named(),
  aws_eks_cluster: named(),
  aws_elasticache_replication_group: named('replication_group_id'),
  aws_iam_group: named(),
  aws_iam_instance_profile: named(),
  aws_iam_policy: named(),
  aws_iam_role: named(),
  aws_iam_user: named(),
  aws_iot_policy: named(),
  aws_iot_topic_rule: named(),
  aws_kinesis_firehose_delivery_stream: named(),
  aws_kinesis_stream: named(),
  aws_kms_alias: named(),
  aws_lambda_function: named('function_name'),
  aws_lb: named(),
  aws_rds_cluster: named('cluster_identifier'),
  aws_s3_bucket: globally('bucket'),
  aws_secretsmanager_secret: named(),
  aws_sfn_state_machine: named(),
  azurerm_container_registry: globally(),
  azurerm_key_vault: globally(),
  azurerm_resource_group: named(),
  azurerm_storage_account: globally(),
  github_repository: named(),
  google_sql_database_instance: named(),
  google_storage_bucket: globally(),
});

/** Reports resources that cannot be created, because another resource in the plan has the same unique name. */
export const repeatedNames: Rule = (plan) => [
  ...createdTwice(plan),
  ...createdBeforeDestroyed(plan),
  ...createdAtAnotherAddress(plan),
];

function createdTwice(plan: Plan): readonly Danger[] {
  const created = changesOf(plan, 'create').flatMap((change) => {
    const name = nameOf(change);
    const scope = name === undefined ? undefined : scopeOf(change, name);
    return name === undefined || scope === undefined ? [] : [{ change, name, scope }];
  });
  const groups = groupBy(created, ({ change, name, scope }) => JSON.stringify([change.type, name.text, scope]));
  return [...groups.values()].flatMap(([first, ...others]) =>
    others.map(({ change: { address }, name: { attribute } }) => ({
      kind: 'cannot be applied',
      address,
      attribute,
      what: say`${address} cannot be created: ${first?.change.address ?? ''} has the same ${attribute}`,
    })),
  );
}

const createdBeforeDestroyed = (plan: Plan): readonly Danger[] =>
  changesOf(plan, 'replace').flatMap((change): Danger[] => {
    const { address, createsFirst, before } = change;
    const name = nameOf(change);
    if (name === undefined || createsFirst !== true || textAt(before, [name.attribute]) !== name.text) return [];
    // the old resource may be in another region or account
    if (!name.isGlobal && change.replacedBecause.some(([attribute]) => attribute === 'region')) return [];
    const { attribute } = name;
    const what = say`${address} cannot be created before the old one is destroyed: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });

/**
 * Reports resources with a globally unique name that the plan deletes and creates at another address. Terraform does not wait for
 * the deletion. The provider configuration of a deleted resource is unknown, so other names may belong to another account.
 */
function createdAtAnotherAddress(plan: Plan): readonly Danger[] {
  const deleted = changesOf(plan, 'delete');
  return changesOf(plan, 'create').flatMap((change): Danger[] => {
    const name = nameOf(change);
    const same = deleted.find(
      ({ type, before }) =>
        name?.isGlobal === true && type === change.type && textAt(before, [name.attribute]) === name.text,
    );
    if (name === undefined || same === undefined) return [];
    const { attribute } = name;
    const { address } = change;
    const what = say`${address} cannot be created before ${same.address} is deleted: both have the same ${attribute}`;
    return [{ kind: 'cannot be applied', address, attribute, what }];
  });
}

function nameOf(change: Change) {
  const unique = uniqueNameOf(change.type);
  const text = unique && textAt(change.after, [unique.attribute]);
  return unique === undefined || text === undefined || isUnknownAt(change, [unique.attribute])
    ? undefined
    : { ...unique, text };
}

/**
 * Returns the scope of a name: the module, the provider configuration, the region and the project. Undefined if the plan does not
 * contain the provider configuration, because the resources may then belong to different accounts or regions.
 */
function scopeOf({ address, provider, after }: Change, { isGlobal }: UniqueName): string | undefined {
  if (isGlobal) return '';
  if (provider === undefined) return undefined;
  return JSON.stringify([withoutKeys(modulesOf(address)), provider, after['region'] ?? null, after['project'] ?? null]);
}
