import { equal, isList } from '@himeshima/terraform-json';
import { isMutingType } from '../knowledge/monitoring-types';
import { isDisposable, isRevised, isUtility } from '../knowledge/utilities';
import { hasFailed } from '../plan/failed-creation';
import { changesOf } from '../plan/filter-changes';
import type { Change, Plan } from '../plan/plan';
import { textAt, textsIn, valueAt } from '../plan/value-at';
import { ownersOf } from './owners-of-accessories';
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
  (change.action === 'replace' && (isRevised(change.type) || provesOwnership(change) || keepsKey(change))) ||
  (change.action === 'delete' &&
    (isOnlyForgotten(change.type) ||
      isMutingType(change.type) ||
      isDeletedWithOwner(plan, change) ||
      isGrantedAgain(plan, change) ||
      isCountedAgain(plan, change)));

/** Returns whether a DNS record only proves to AWS Certificate Manager who owns a domain. Source: ACM user guide, "DNS validation" */
export const provesOwnership = ({ before }: Change): boolean =>
  [...textsIn(before['records']), ...['content', 'value'].flatMap((name) => textAt(before, [name]) ?? [])].some(
    (text) => /\.acm-validations\.aws\.?$/.test(text),
  );

/** Returns whether the same key replaces a deploy key of the same repository, so that programs keep their key. */
const keepsKey = ({ type, before, after }: Change): boolean =>
  type === 'github_repository_deploy_key' &&
  before['key'] !== undefined &&
  ['key', 'repository'].every((name) => before[name] === after[name]);

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

/** Returns whether a deletion changes only the state. */
const isOnlyForgotten = (type: string): boolean => isUtility(type) && !secretBearing.test(type);

/** Returns whether a deleted accessory belongs to a resource that the plan also deletes, such as the grants of a deleted function. */
const isDeletedWithOwner = (plan: Plan, change: Change): boolean =>
  ownersOf(plan, change).some(
    (candidates) =>
      candidates.length > 0 && candidates.every((one) => one.action === 'delete' && one.provider === change.provider),
  );
