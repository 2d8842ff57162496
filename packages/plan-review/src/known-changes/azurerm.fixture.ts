import { changed, type KnownChanges, made, removed } from './known-change';

const rule = (source: string, access = 'Allow', port = '22') => ({
  access,
  direction: 'Inbound',
  protocol: 'Tcp',
  source_address_prefix: source,
  destination_port_range: port,
  destination_address_prefix: '*',
  priority: 100,
});

/** Source: Terraform Registry, hashicorp/azurerm 4 */
export const azurerm: KnownChanges = {
  dangers: [
    removed('azurerm_mssql_server_extended_auditing_policy', 'it is no longer visible who read the data', {
      enabled: true,
    }),
    made('azurerm_kubernetes_cluster', 'anyone can send requests to the API server', {
      private_cluster_enabled: false,
      api_server_access_profile: [],
    }),
    changed('azurerm_network_security_rule', 'SSH is open to the internet', rule('10.0.0.0/8'), rule('*')),
    made('azurerm_network_security_rule', 'opens RDP to the internet', rule('Internet', 'Allow', '3389')),
    changed(
      'azurerm_network_security_group',
      'a rule of the group is open to the internet',
      { security_rule: [rule('10.0.0.0/8')] },
      { security_rule: [rule('0.0.0.0/0')] },
    ),
    changed(
      'azurerm_storage_account',
      'containers can be made public',
      { allow_nested_items_to_be_public: false },
      { allow_nested_items_to_be_public: true },
    ),
    changed(
      'azurerm_storage_account',
      'accepts plain HTTP',
      { https_traffic_only_enabled: true },
      { https_traffic_only_enabled: false },
    ),
    changed(
      'azurerm_storage_account',
      'accepts old TLS versions',
      { min_tls_version: 'TLS1_2' },
      { min_tls_version: 'TLS1_0' },
    ),
    changed(
      'azurerm_storage_account',
      'has fewer copies',
      { account_replication_type: 'GRS' },
      { account_replication_type: 'LRS' },
    ),
    changed(
      'azurerm_key_vault',
      'accepts requests from every network',
      { network_acls: [{ default_action: 'Deny', bypass: 'AzureServices' }] },
      { network_acls: [{ default_action: 'Allow', bypass: 'AzureServices' }] },
    ),
    changed(
      'azurerm_key_vault',
      'loses purge protection',
      { purge_protection_enabled: true },
      { purge_protection_enabled: false },
    ),
    removed('azurerm_key_vault_key', 'data encrypted with the key cannot be read'),
    made('azurerm_mssql_firewall_rule', 'accepts connections from all Azure customers', {
      start_ip_address: '0.0.0.0',
      end_ip_address: '0.0.0.0',
    }),
    changed(
      'azurerm_mssql_server',
      'is reachable from public networks',
      { public_network_access_enabled: false },
      { public_network_access_enabled: true },
    ),
    made('azurerm_postgresql_flexible_server', 'a new server is reachable from public networks', {
      public_network_access_enabled: true,
    }),
    changed(
      'azurerm_postgresql_flexible_server',
      'keeps backups for 7 days instead of 35',
      { backup_retention_days: 35 },
      { backup_retention_days: 7 },
    ),
    made('azurerm_role_assignment', 'grants Owner', {
      role_definition_name: 'Owner',
      scope: '/subscriptions/1',
      principal_id: 'p',
    }),
    changed(
      'azurerm_role_assignment',
      'grants Contributor instead of Reader',
      { role_definition_name: 'Reader', principal_id: 'p' },
      { role_definition_name: 'Contributor', principal_id: 'p' },
    ),
    removed('azurerm_dns_zone', 'all names in the zone stop resolving'),
    removed('azurerm_dns_a_record', 'the name stops resolving'),
    removed('azurerm_virtual_network', 'resources lose their network'),
    removed('azurerm_kubernetes_cluster', 'the cluster and its workloads are lost'),
    removed('azurerm_mssql_database', 'the database is lost'),
    removed('azurerm_user_assigned_identity', 'services with this identity lose access'),
    changed(
      'azurerm_kubernetes_cluster',
      'anyone with the certificate is an administrator',
      { local_account_disabled: true },
      { local_account_disabled: false },
    ),
    changed(
      'azurerm_kubernetes_cluster',
      'the API server accepts requests from any address',
      { api_server_access_profile: [{ authorized_ip_ranges: ['203.0.113.0/24'] }] },
      { api_server_access_profile: [] },
    ),
    changed('azurerm_linux_web_app', 'accepts plain HTTP', { https_only: true }, { https_only: false }),
    changed(
      'azurerm_kubernetes_cluster_node_pool',
      'loses two thirds of its nodes',
      { node_count: 6 },
      { node_count: 2 },
    ),
    changed(
      'azurerm_container_registry',
      'anyone can pull',
      { anonymous_pull_enabled: false },
      { anonymous_pull_enabled: true },
    ),
    removed('azurerm_management_lock', 'the resource can be deleted', { lock_level: 'CanNotDelete' }),
  ],
  harmless: [
    made('azurerm_kubernetes_cluster', 'a new cluster is private', {
      private_cluster_enabled: true,
      api_server_access_profile: [],
      local_account_disabled: true,
    }),
    changed('azurerm_network_security_rule', 'closes a port', rule('*'), rule('10.0.0.0/8')),
    changed('azurerm_storage_account', 'tags change', { tags: { a: '1' } }, { tags: { a: '2' } }),
    changed(
      'azurerm_storage_account',
      'requires a newer TLS version',
      { min_tls_version: 'TLS1_0' },
      { min_tls_version: 'TLS1_2' },
    ),
    changed(
      'azurerm_key_vault',
      'gains purge protection',
      { purge_protection_enabled: false },
      { purge_protection_enabled: true },
    ),
    made('azurerm_role_assignment', 'grants read access to blobs', {
      role_definition_name: 'Storage Blob Data Reader',
      principal_id: 'p',
    }),
    made('azurerm_resource_group', 'a new group', { location: 'westeurope' }),
    changed('azurerm_kubernetes_cluster_node_pool', 'more nodes', { node_count: 2 }, { node_count: 4 }),
  ],
};
