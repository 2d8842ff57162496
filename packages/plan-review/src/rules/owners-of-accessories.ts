import { isConnecting } from '../knowledge/connecting-types';
import { memoizeByObject } from '../memoize';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt } from '../plan/value-at';

/** Matches types of resources that only configure or connect their owner. */
const accessory =
  /_(?:acl|configuration|deployment|integration|integration_response|logging|mapping|method|method_response|notification|permission|policy|public_access_block|resource|stage|versioning)$/;

/** Attributes that name the owner of a resource, which is useless without its owner, and the types of such owners. */
const owners: readonly (readonly [attribute: string, types: RegExp])[] = [
  ['api_id', /^aws_(?:apigatewayv2_api|appsync_graphql_api)$/],
  ['bucket', /^(?:aws_s3|google_storage)_bucket$/],
  ['cloud_function', /^google_cloudfunctions2?_function$/],
  ['function_name', /^aws_lambda_function$/],
  ['group', /^aws_iam_group$/],
  ['instance_id', /_instance$/],
  ['key_vault_id', /^azurerm_key_vault$/],
  ['log_group_name', /^aws_cloudwatch_log_group$/],
  ['member', /^google_service_account$/],
  ['network_interface_id', /^azurerm_network_interface$/],
  ['queue_url', /^aws_sqs_queue$/],
  ['repository', /^(?:aws_ecr|google_artifact_registry)_repository$/],
  ['rest_api_id', /^aws_api_gateway_rest_api$/],
  ['role', /^aws_iam_role$/],
  ['rule', /^aws_cloudwatch_event_rule$/],
  ['scope', /^azurerm_/],
  ['secret_id', /^(?:aws_secretsmanager|google_secret_manager)_secret$/],
  ['service', /^google_(?:cloud_run(?:_v2)?_service|cloudfunctions2_function)$/],
  ['subnet_id', /_subnet$/],
  ['target_resource_id', /^azurerm_/],
  ['topic', /^google_pubsub_topic$/],
  ['topic_arn', /^aws_sns_topic$/],
  ['user', /^aws_iam_user$/],
];

/** Attributes that identify a resource. */
const identities = ['arn', 'bucket', 'email', 'function_name', 'id', 'name'] as const;

/**
 * Returns the changes to the owners of an accessory, such as the bucket of a bucket policy, for each attribute that names an owner. Empty
 * for other resources.
 */
export function ownersOf(plan: Plan, change: Change): readonly (readonly Change[])[] {
  const { type, action, before, after } = change;
  if (!isConnecting(type) && !accessory.test(type)) return [];
  const values = action === 'delete' ? before : after;
  return owners.flatMap(([attribute, types]) => {
    const name = textAt(values, [attribute]);
    const named = name === undefined ? [] : (identified(plan).get(shortName(name)) ?? []);
    const candidates = named.filter((one) => types.test(one.type));
    return candidates.length === 0 ? [] : [candidates];
  });
}

/** Returns the changes to each identified resource. The values of most unchanged resources are unknown, except their unique names. */
const identified = memoizeByObject((plan: Plan): ReadonlyMap<string, readonly Change[]> => {
  const found = new Map<string, Change[]>();
  for (const change of changesOf(plan, 'create', 'update', 'replace', 'delete', 'no-op')) {
    if (change.deposed !== undefined) continue;
    const values = change.action === 'delete' ? change.before : change.after;
    for (const name of new Set(identities.flatMap((one) => textAt(values, [one]) ?? []).map(shortName)))
      if (found.get(name)?.push(change) === undefined) found.set(name, [change]);
  }
  return found;
});

/**
 * Returns the name in a path or a principal of Google Cloud: `token` for `projects/shop/secrets/token`, and the email address of a
 * service account. Other values remain unchanged.
 */
const shortName = (value: string): string =>
  /^(?:(?:v\d\/)?projects\/.*\/|serviceAccount:)([^/]+)$/.exec(value)?.[1] ?? value;
