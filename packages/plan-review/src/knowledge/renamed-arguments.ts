import { equal } from '@himeshima/terraform-json';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { valueAt } from '../plan/value-at';
import { isEmpty } from './condition';

/** Old and new path of an argument. */
type Rename = readonly [old: string, current: string];

const clusterNodes = (path: string): readonly Rename[] => [
  [`${path}enable_auto_scaling`, `${path}auto_scaling_enabled`],
  [`${path}enable_host_encryption`, `${path}host_encryption_enabled`],
  [`${path}enable_node_public_ip`, `${path}node_public_ip_enabled`],
];
const allowlist: readonly Rename[] = [
  [
    'metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/whitelist-source-range',
    'metadata.annotations.nginx\\.ingress\\.kubernetes\\.io/allowlist-source-range',
  ],
];
const messages: readonly Rename[] = [
  ['enable_batched_operations', 'batched_operations_enabled'],
  ['enable_partitioning', 'partitioning_enabled'],
];

/**
 * Arguments that newer versions of a provider call differently. Keys are resource types. Source: upgrade guides of hashicorp/azurerm 3 and
 * 4, hashicorp/aws 4 and 5, hashicorp/google 4, and the annotations of kubernetes/ingress-nginx
 */
const renamesOf = byType<readonly Rename[]>({
  aws_db_instance: [['name', 'db_name']],
  aws_elasticache_replication_group: [
    ['cluster_mode.num_node_groups', 'num_node_groups'],
    ['cluster_mode.replicas_per_node_group', 'replicas_per_node_group'],
    ['number_cache_clusters', 'num_cache_clusters'],
    ['replication_group_description', 'description'],
  ],
  aws_kinesis_firehose_delivery_stream: [['s3_configuration', 'extended_s3_configuration']],
  azurerm_container_registry: [
    ['retention_policy.days', 'retention_policy_in_days'],
    ['trust_policy.enabled', 'trust_policy_enabled'],
  ],
  azurerm_cosmosdb_account: [
    ['enable_automatic_failover', 'automatic_failover_enabled'],
    ['enable_multiple_write_locations', 'multiple_write_locations_enabled'],
  ],
  azurerm_key_vault: [['enable_rbac_authorization', 'rbac_authorization_enabled']],
  azurerm_kubernetes_cluster: [
    ['api_server_authorized_ip_ranges', 'api_server_access_profile.authorized_ip_ranges'],
    ...clusterNodes('default_node_pool.'),
  ],
  azurerm_kubernetes_cluster_node_pool: clusterNodes(''),
  azurerm_network_interface: [
    ['enable_accelerated_networking', 'accelerated_networking_enabled'],
    ['enable_ip_forwarding', 'ip_forwarding_enabled'],
  ],
  azurerm_redis_cache: [['enable_non_ssl_port', 'non_ssl_port_enabled']],
  azurerm_servicebus_queue: messages,
  azurerm_servicebus_topic: messages,
  azurerm_storage_account: [
    ['allow_blob_public_access', 'allow_nested_items_to_be_public'],
    ['enable_https_traffic_only', 'https_traffic_only_enabled'],
  ],
  azurerm_virtual_network_gateway: [['enable_bgp', 'bgp_enabled']],
  github_branch_protection_v3: [['required_status_checks.contexts', 'required_status_checks.checks']],
  google_storage_bucket: [['bucket_policy_only', 'uniform_bucket_level_access']],
  kubernetes_ingress: allowlist,
  kubernetes_ingress_v1: allowlist,
});

const stepsOf = (path: string): readonly string[] => path.split(/(?<!\\)\./).map((step) => step.replaceAll('\\.', '.'));

/**
 * Returns whether an attribute keeps its value under another name.
 * @param attribute path of the attribute, or of a value inside it: `s3_configuration.kms_key_arn`
 */
export function isOnlyRenamed({ type, before, after }: Change, attribute: string): boolean {
  return (renamesOf(type) ?? []).some((rename) => {
    const [old, current] = rename.map(stepsOf);
    if (old === undefined || current === undefined) return false;
    const isAbout = [old, current].some((path) => `${attribute}.`.startsWith(`${path.join('.')}.`));
    const isMoved = isEmpty(valueAt(before, current)) && isEmpty(valueAt(after, old));
    return isAbout && isMoved && equal(valueAt(before, old) ?? null, valueAt(after, current) ?? null);
  });
}
