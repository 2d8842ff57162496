import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, hashicorp/azurerm 4 and 5 */
export const azurerm: KnownChanges = {
  dangers: [
    changed(
      'azurerm_key_vault_access_policy',
      'the application may overwrite and purge secrets',
      {
        object_id: '7c1f6f0e-3c55-4a0f-9b0e-5b7f5a1f2c11',
        secret_permissions: ['Get', 'List'],
        key_permissions: [],
        certificate_permissions: [],
      },
      {
        object_id: '7c1f6f0e-3c55-4a0f-9b0e-5b7f5a1f2c11',
        secret_permissions: ['Get', 'List', 'Set', 'Delete', 'Purge'],
        key_permissions: [],
        certificate_permissions: [],
      },
    ),
    changed(
      'azurerm_storage_account_network_rules',
      'the storage account accepts traffic from every network',
      { default_action: 'Deny', bypass: ['AzureServices'], ip_rules: ['203.0.113.10'], virtual_network_subnet_ids: [] },
      { default_action: 'Allow', bypass: ['AzureServices'], ip_rules: [], virtual_network_subnet_ids: [] },
    ),
    removed('azurerm_virtual_network_peering', 'the networks cannot reach each other', {
      name: 'hub-to-production',
      virtual_network_name: 'hub',
      remote_virtual_network_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.Network/virtualNetworks/production',
      allow_virtual_network_access: true,
      allow_forwarded_traffic: true,
      allow_gateway_transit: true,
    }),
    removed('azurerm_user_assigned_identity', 'workloads lose the identity they sign in with', {
      name: 'payments',
      location: 'westeurope',
      resource_group_name: 'production',
      client_id: '3f0c2f5e-9a55-4c52-8f1e-08a2f6a6d0b1',
      principal_id: 'c1b6c1b5-7c2e-4c0d-9d14-4ff16d0d9b60',
    }),
    changed(
      'azurerm_postgresql_flexible_server',
      'the database has no standby in another zone',
      {
        name: 'orders',
        sku_name: 'GP_Standard_D4ds_v5',
        high_availability: [{ mode: 'ZoneRedundant', standby_availability_zone: '2' }],
      },
      { name: 'orders', sku_name: 'GP_Standard_D4ds_v5', high_availability: [] },
    ),
    changed(
      'azurerm_postgresql_flexible_server_configuration',
      'the database accepts connections in clear text',
      { name: 'require_secure_transport', value: 'on' },
      { name: 'require_secure_transport', value: 'off' },
    ),
    changed(
      'azurerm_kubernetes_cluster',
      'the Kubernetes API is reachable from every address',
      {
        name: 'production',
        private_cluster_enabled: false,
        api_server_access_profile: [{ authorized_ip_ranges: ['198.51.100.0/24'] }],
      },
      { name: 'production', private_cluster_enabled: false, api_server_access_profile: [] },
    ),
    changed(
      'azurerm_kubernetes_cluster_node_pool',
      'the node pool cannot scale out as far as before',
      { name: 'web', vm_size: 'Standard_D4s_v5', auto_scaling_enabled: true, min_count: 3, max_count: 20 },
      { name: 'web', vm_size: 'Standard_D4s_v5', auto_scaling_enabled: true, min_count: 1, max_count: 3 },
    ),
    changed(
      'azurerm_dns_a_record',
      'the name points to another address',
      { name: 'www', zone_name: 'example.com', ttl: 300, records: ['20.50.2.10'], target_resource_id: null },
      { name: 'www', zone_name: 'example.com', ttl: 300, records: ['51.144.7.3'], target_resource_id: null },
    ),
    removed('azurerm_private_dns_zone_virtual_network_link', 'private names do not resolve in the network', {
      name: 'production',
      private_dns_zone_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/privatelink.database.windows.net',
      registration_enabled: false,
      virtual_network_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.Network/virtualNetworks/production',
    }),
    made('azurerm_role_assignment', 'the pipeline owns the whole subscription', {
      scope: '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333',
      role_definition_name: 'Owner',
      principal_id: 'c1b6c1b5-7c2e-4c0d-9d14-4ff16d0d9b60',
      principal_type: 'ServicePrincipal',
    }),
    changed(
      'azurerm_role_definition',
      'the role may do everything',
      {
        name: 'operator',
        permissions: [
          {
            actions: ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute/virtualMachines/restart/action'],
            not_actions: [],
            data_actions: [],
            not_data_actions: [],
          },
        ],
      },
      {
        name: 'operator',
        permissions: [{ actions: ['*'], not_actions: [], data_actions: [], not_data_actions: [] }],
      },
    ),
    changed(
      'azurerm_storage_management_policy',
      'contracts older than 30 days are deleted',
      {
        rule: [
          {
            name: 'contracts',
            enabled: true,
            filters: [{ blob_types: ['blockBlob'], prefix_match: ['contracts/'], match_blob_index_tag: [] }],
            actions: [{ base_blob: [{ delete_after_days_since_modification_greater_than: 3650 }] }],
          },
        ],
      },
      {
        rule: [
          {
            name: 'contracts',
            enabled: true,
            filters: [{ blob_types: ['blockBlob'], prefix_match: ['contracts/'], match_blob_index_tag: [] }],
            actions: [{ base_blob: [{ delete_after_days_since_modification_greater_than: 30 }] }],
          },
        ],
      },
    ),
    changed(
      'azurerm_backup_policy_vm',
      'backups of the machines are kept for a week only',
      {
        name: 'daily',
        backup: [{ frequency: 'Daily', time: '23:00' }],
        retention_daily: [{ count: 60 }],
        retention_monthly: [{ count: 12, weekdays: ['Sunday'], weeks: ['First'] }],
      },
      {
        name: 'daily',
        backup: [{ frequency: 'Daily', time: '23:00' }],
        retention_daily: [{ count: 7 }],
        retention_monthly: [],
      },
    ),
    changed(
      'azurerm_monitor_metric_alert',
      'the alert is off',
      { name: 'gateway-unhealthy-hosts', severity: 1, enabled: true, frequency: 'PT1M', window_size: 'PT5M' },
      { name: 'gateway-unhealthy-hosts', severity: 1, enabled: false, frequency: 'PT1M', window_size: 'PT5M' },
    ),
    changed(
      'azurerm_monitor_action_group',
      'alerts no longer page the on-call engineer',
      {
        name: 'critical',
        short_name: 'critical',
        enabled: true,
        email_receiver: [{ name: 'team', email_address: 'platform@example.com', use_common_alert_schema: true }],
        webhook_receiver: [
          {
            name: 'pagerduty',
            service_uri: 'https://events.pagerduty.com/integration/abc/enqueue',
            use_common_alert_schema: true,
            aad_auth: [],
          },
        ],
      },
      {
        name: 'critical',
        short_name: 'critical',
        enabled: true,
        email_receiver: [{ name: 'team', email_address: 'platform@example.com', use_common_alert_schema: true }],
        webhook_receiver: [],
      },
    ),
    removed('azurerm_monitor_diagnostic_setting', 'access to the key vault is not logged', {
      name: 'audit',
      target_resource_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.KeyVault/vaults/production',
      log_analytics_workspace_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/hub/providers/Microsoft.OperationalInsights/workspaces/security',
      enabled_log: [{ category: 'AuditEvent', category_group: null }],
      enabled_metric: [],
    }),
    changed(
      'azurerm_web_application_firewall_policy',
      'the firewall reports attacks without blocking them',
      { name: 'shop', policy_settings: [{ enabled: true, mode: 'Prevention', request_body_check: true }] },
      { name: 'shop', policy_settings: [{ enabled: true, mode: 'Detection', request_body_check: true }] },
    ),
    changed(
      'azurerm_container_registry',
      'everyone may pull images',
      { name: 'acmeimages', sku: 'Premium', admin_enabled: false, anonymous_pull_enabled: false },
      { name: 'acmeimages', sku: 'Premium', admin_enabled: false, anonymous_pull_enabled: true },
    ),
    removed('azurerm_management_lock', 'production may be deleted by accident', {
      name: 'production',
      lock_level: 'CanNotDelete',
      scope: '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production',
      notes: 'Protects the production databases',
    }),
    made('azurerm_network_security_rule', 'remote desktop is open to the internet', {
      name: 'admin',
      network_security_group_name: 'production',
      priority: 110,
      direction: 'Inbound',
      access: 'Allow',
      protocol: 'Tcp',
      source_port_range: '*',
      destination_port_range: '3389',
      source_address_prefix: 'Internet',
      destination_address_prefix: '*',
    }),
    changed(
      'azurerm_cosmosdb_account',
      'the data is kept in one region only',
      {
        name: 'catalog',
        automatic_failover_enabled: true,
        geo_location: [
          { location: 'westeurope', failover_priority: 0, zone_redundant: true },
          { location: 'northeurope', failover_priority: 1, zone_redundant: false },
        ],
      },
      {
        name: 'catalog',
        automatic_failover_enabled: false,
        geo_location: [{ location: 'westeurope', failover_priority: 0, zone_redundant: true }],
      },
    ),
    removed('azurerm_subnet_network_security_group_association', 'the subnet has no firewall', {
      subnet_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.Network/virtualNetworks/production/subnets/database',
      network_security_group_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.Network/networkSecurityGroups/database',
    }),
    changed(
      'azurerm_security_center_subscription_pricing',
      'Defender no longer protects the key vaults',
      { resource_type: 'KeyVaults', tier: 'Standard', subplan: 'PerKeyVault' },
      { resource_type: 'KeyVaults', tier: 'Free', subplan: null },
    ),
    changed(
      'azurerm_container_app',
      'the internal service is reachable from the internet',
      {
        name: 'ledger',
        revision_mode: 'Single',
        ingress: [
          {
            external_enabled: false,
            target_port: 8080,
            transport: 'auto',
            traffic_weight: [{ latest_revision: true, percentage: 100 }],
          },
        ],
      },
      {
        name: 'ledger',
        revision_mode: 'Single',
        ingress: [
          {
            external_enabled: true,
            target_port: 8080,
            transport: 'auto',
            traffic_weight: [{ latest_revision: true, percentage: 100 }],
          },
        ],
      },
    ),
  ],
  harmless: [
    made('azurerm_network_security_rule', 'SSH from the internet is denied', {
      name: 'deny-ssh',
      network_security_group_name: 'production',
      priority: 100,
      direction: 'Inbound',
      access: 'Deny',
      protocol: 'Tcp',
      source_port_range: '*',
      destination_port_range: '22',
      source_address_prefix: '*',
      destination_address_prefix: '*',
    }),
    removed('azurerm_mssql_firewall_rule', 'the database is no longer open to every address', {
      name: 'allow-all',
      start_ip_address: '0.0.0.0',
      end_ip_address: '255.255.255.255',
    }),
    changed(
      'azurerm_storage_account',
      'deleted files can be restored for longer',
      {
        name: 'acmeuploads',
        account_replication_type: 'ZRS',
        blob_properties: [
          {
            versioning_enabled: true,
            delete_retention_policy: [{ days: 7, permanent_delete_enabled: false }],
            container_delete_retention_policy: [{ days: 7 }],
          },
        ],
      },
      {
        name: 'acmeuploads',
        account_replication_type: 'ZRS',
        blob_properties: [
          {
            versioning_enabled: true,
            delete_retention_policy: [{ days: 30, permanent_delete_enabled: false }],
            container_delete_retention_policy: [{ days: 30 }],
          },
        ],
      },
    ),
    changed(
      'azurerm_kubernetes_cluster_node_pool',
      'the node pool may grow further',
      { name: 'web', auto_scaling_enabled: true, min_count: 2, max_count: 5, tags: { team: 'web' } },
      { name: 'web', auto_scaling_enabled: true, min_count: 3, max_count: 10, tags: { team: 'web', cost: '4711' } },
    ),
    changed(
      'azurerm_log_analytics_workspace',
      'logs are kept longer',
      { name: 'security', sku: 'PerGB2018', retention_in_days: 30, daily_quota_gb: -1 },
      { name: 'security', sku: 'PerGB2018', retention_in_days: 180, daily_quota_gb: -1 },
    ),
    changed(
      'azurerm_policy_definition',
      'only the formatting of the document and the display name change',
      {
        name: 'allowed-locations',
        display_name: 'allowed locations',
        mode: 'Indexed',
        policy_rule: '{"if":{"not":{"field":"location","in":["westeurope","northeurope"]}},"then":{"effect":"deny"}}',
      },
      {
        name: 'allowed-locations',
        display_name: 'Allowed locations',
        mode: 'Indexed',
        policy_rule:
          '{\n  "then": { "effect": "deny" },\n  "if": {\n    "not": { "field": "location", "in": ["westeurope", "northeurope"] }\n  }\n}\n',
      },
    ),
    changed(
      'azurerm_key_vault',
      'deleted secrets cannot be purged',
      { name: 'production', purge_protection_enabled: false, soft_delete_retention_days: 90 },
      { name: 'production', purge_protection_enabled: true, soft_delete_retention_days: 90 },
    ),
    changed(
      'azurerm_cosmosdb_account',
      'the order of the allowed addresses changes',
      {
        name: 'catalog',
        ip_range_filter: ['198.51.100.7', '203.0.113.0/28'],
        public_network_access_enabled: true,
      },
      {
        name: 'catalog',
        ip_range_filter: ['203.0.113.0/28', '198.51.100.7'],
        public_network_access_enabled: true,
      },
    ),
    made('azurerm_storage_container', 'the new container is private', {
      name: 'exports',
      container_access_type: 'private',
      storage_account_id:
        '/subscriptions/0b1f6471-1bf0-4dda-aec3-111122223333/resourceGroups/production/providers/Microsoft.Storage/storageAccounts/acmeuploads',
    }),
    changed(
      'azurerm_container_registry',
      'images can no longer be pulled anonymously',
      { name: 'acmeimages', sku: 'Premium', admin_enabled: false, anonymous_pull_enabled: true },
      { name: 'acmeimages', sku: 'Premium', admin_enabled: false, anonymous_pull_enabled: false },
    ),
  ],
};
