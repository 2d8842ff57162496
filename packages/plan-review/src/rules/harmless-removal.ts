import { equal, isList } from '@himeshima/terraform-json';
import { isConnecting } from '../knowledge/connecting-types';
import { isMutingType } from '../knowledge/monitoring-types';
import { isDisposable, isRevised, isUtility } from '../knowledge/utilities';
import { memoizeByObject } from '../memoize';
import { hasFailed } from '../plan/failed-creation';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { isGrantedOtherwise } from './granted-otherwise';
import { isScaledToZero } from './scaled-to-zero';

/** Returns whether the deletion or replacement of a resource has no further effect. */
export const isHarmlessRemoval = (plan: Plan, change: Change): boolean =>
  isDisposable(change.type) ||
  isScaledToZero(change) ||
  hasFailed(change) ||
  isDashboardOfGrafana(change) ||
  isUnattached(change) ||
  isDefaultEncryption(change) ||
  isUnusedTargetGroup(change) ||
  (change.action === 'replace' && (isRevised(change.type) || provesOwnership(change))) ||
  (change.action === 'delete' &&
    (isOnlyForgotten(change.type) ||
      isMutingType(change.type) ||
      isDeletedWithOwner(plan, change) ||
      isGrantedAgain(plan, change) ||
      isGrantedOtherwise(plan, change) ||
      isCountedAgain(plan, change)));

/** Returns whether a DNS record only proves to AWS Certificate Manager who owns a domain. Source: ACM user guide, "DNS validation" */
export const provesOwnership = ({ before }: Change): boolean =>
  [...textsIn(before['records']), ...['content', 'value'].flatMap((name) => textAt(before, [name]) ?? [])].some(
    (text) => /\.acm-validations\.aws\.?$/.test(text),
  );

/** Returns whether a config map contains only a dashboard, which Grafana reads. Source: grafana/helm-charts, charts/grafana, "sidecar.dashboards" */
const isDashboardOfGrafana = ({ type, before }: Change): boolean =>
  /^kubernetes_config_map(?:_v1)?$/.test(type) &&
  valueAt(before, ['metadata', 'labels', 'grafana_dashboard']) !== undefined;

/** Returns whether an address or a network interface is unused: Azure has not assigned an address, or no virtual machine has the interface. */
const isUnattached = ({ type, before }: Change): boolean =>
  (type === 'azurerm_public_ip' && before['ip_address'] === '') ||
  (type === 'azurerm_network_interface' && before['virtual_machine_id'] === '');

/** Returns whether a bucket only uses the encryption that S3 uses anyway. Source: Amazon S3 user guide, "Default encryption" */
const isDefaultEncryption = ({ type, before }: Change): boolean =>
  type === 'aws_s3_bucket_server_side_encryption_configuration' &&
  textAt(before, ['rule', 'apply_server_side_encryption_by_default', 'sse_algorithm']) === 'AES256';

/** Attributes that say what a permission of a function allows. */
const permission = ['function_name', 'action', 'principal', 'source_arn', 'source_account', 'qualifier'] as const;

/** Returns whether the plan creates an equal permission under another name. */
const isGrantedAgain = (plan: Plan, { type, before }: Change): boolean =>
  type === 'aws_lambda_permission' &&
  changesOf(plan, 'create').some(
    (other) =>
      other.type === type && permission.every((name) => equal(before[name] ?? null, other.after[name] ?? null)),
  );

/** Returns whether the plan creates another filter that counts for the same metric. */
function isCountedAgain(plan: Plan, { type, before }: Change): boolean {
  const [name, namespace] = metricIn(before);
  return (
    name !== undefined &&
    changesOf(plan, 'create').some((other) => {
      const [otherName, otherNamespace] = metricIn(other.after);
      return other.type === type && otherName === name && otherNamespace === namespace;
    })
  );
}

const metricIn = (values: Change['before']) =>
  ['name', 'namespace'].map((attribute) => textAt(values, ['metric_transformation', attribute]));

/** Returns whether no load balancer sends requests to a target group. */
const isUnusedTargetGroup = ({ type, before: { load_balancer_arns: balancers } }: Change): boolean =>
  type === 'aws_lb_target_group' && balancers !== undefined && isList(balancers) && balancers.length === 0;

/** Matches utility resources with secrets, of which the state may contain the only copy. */
const secretBearing = /^(?:random_bytes|random_password|tls_private_key)$/;

/** Returns whether a deletion changes only the state. Defaults of AWS cannot be deleted, except networks. */
const isOnlyForgotten = (type: string): boolean =>
  (isUtility(type) && !secretBearing.test(type)) || /^aws_default_(?!subnet$|vpc$)/.test(type);

/** Matches types of resources that only configure or connect their owner. */
const accessory =
  /_(?:configuration|deployment|integration|integration_response|mapping|method|method_response|notification|permission|policy|public_access_block|resource|stage|versioning)$/;

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

/** Returns whether a deleted accessory belongs to a resource that the plan also deletes, such as the grants of a deleted function. */
function isDeletedWithOwner(plan: Plan, { type, before, provider }: Change): boolean {
  if (!isConnecting(type) && !accessory.test(type)) return false;
  return owners.some(([attribute, types]) => {
    const name = textAt(before, [attribute]);
    const named = name === undefined ? [] : (identified(plan).get(shortName(name)) ?? []);
    const candidates = named.filter((one) => types.test(one.type));
    return candidates.length > 0 && candidates.every((one) => one.action === 'delete' && one.provider === provider);
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
