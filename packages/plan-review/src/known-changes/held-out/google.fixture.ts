import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, hashicorp/google 7 */
export const google: KnownChanges = {
  dangers: [
    made('google_compute_firewall', 'SSH is open to the internet', {
      name: 'allow-ssh',
      network: 'projects/p/global/networks/main',
      direction: 'INGRESS',
      priority: 1000,
      allow: [{ protocol: 'tcp', ports: ['22'] }],
      deny: [],
      source_ranges: ['0.0.0.0/0'],
      source_tags: null,
      target_tags: null,
    }),
    made('google_project_iam_member', 'a service account owns the project', {
      project: 'shop-prod',
      role: 'roles/owner',
      member: 'serviceAccount:deploy@shop-prod.iam.gserviceaccount.com',
      condition: [],
    }),
    made('google_storage_bucket_iam_member', 'everyone may read the objects in the bucket', {
      bucket: 'shop-prod-uploads',
      role: 'roles/storage.objectViewer',
      member: 'allUsers',
      condition: [],
    }),
    changed(
      'google_sql_database_instance',
      'the database accepts connections from the whole internet',
      {
        database_version: 'POSTGRES_16',
        settings: [
          {
            tier: 'db-custom-4-16384',
            ip_configuration: [
              {
                ipv4_enabled: true,
                ssl_mode: 'ENCRYPTED_ONLY',
                authorized_networks: [{ name: 'office', value: '198.51.100.0/24', expiration_time: '' }],
              },
            ],
          },
        ],
      },
      {
        database_version: 'POSTGRES_16',
        settings: [
          {
            tier: 'db-custom-4-16384',
            ip_configuration: [
              {
                ipv4_enabled: true,
                ssl_mode: 'ENCRYPTED_ONLY',
                authorized_networks: [
                  { name: 'office', value: '198.51.100.0/24', expiration_time: '' },
                  { name: 'all', value: '0.0.0.0/0', expiration_time: '' },
                ],
              },
            ],
          },
        ],
      },
    ),
    changed(
      'google_sql_database_instance',
      'the database can be deleted',
      { database_version: 'MYSQL_8_0', region: 'europe-west1', deletion_protection: true },
      { database_version: 'MYSQL_8_0', region: 'europe-west1', deletion_protection: false },
    ),
    changed(
      'google_sql_database_instance',
      'the database is no longer backed up',
      {
        database_version: 'POSTGRES_16',
        settings: [
          {
            tier: 'db-custom-2-8192',
            availability_type: 'ZONAL',
            backup_configuration: [
              { enabled: true, point_in_time_recovery_enabled: true, start_time: '03:00', location: 'eu' },
            ],
          },
        ],
      },
      {
        database_version: 'POSTGRES_16',
        settings: [
          {
            tier: 'db-custom-2-8192',
            availability_type: 'ZONAL',
            backup_configuration: [
              { enabled: false, point_in_time_recovery_enabled: false, start_time: '03:00', location: 'eu' },
            ],
          },
        ],
      },
    ),
    changed(
      'google_storage_bucket',
      'objects are deleted after a month',
      { location: 'EU', versioning: [{ enabled: false }], lifecycle_rule: [] },
      {
        location: 'EU',
        versioning: [{ enabled: false }],
        lifecycle_rule: [
          { action: [{ type: 'Delete', storage_class: '' }], condition: [{ age: 30, with_state: 'ANY' }] },
        ],
      },
    ),
    changed(
      'google_container_cluster',
      'the API server of the cluster is reachable from the whole internet',
      {
        location: 'europe-west1',
        master_authorized_networks_config: [
          { cidr_blocks: [{ cidr_block: '198.51.100.0/24', display_name: 'office' }] },
        ],
      },
      {
        location: 'europe-west1',
        master_authorized_networks_config: [{ cidr_blocks: [{ cidr_block: '0.0.0.0/0', display_name: 'all' }] }],
      },
    ),
    changed(
      'google_container_node_pool',
      'the cluster has fewer nodes',
      { cluster: 'prod', location: 'europe-west1-b', node_count: 6, autoscaling: [] },
      { cluster: 'prod', location: 'europe-west1-b', node_count: 2, autoscaling: [] },
    ),
    removed('google_kms_crypto_key', 'data that was encrypted with the key is lost', {
      key_ring: 'projects/p/locations/europe-west1/keyRings/main',
      purpose: 'ENCRYPT_DECRYPT',
      rotation_period: '7776000s',
    }),
    made('google_cloud_run_v2_service_iam_member', 'everyone may call the service', {
      project: 'shop-prod',
      location: 'europe-west1',
      name: 'projects/shop-prod/locations/europe-west1/services/internal-api',
      role: 'roles/run.invoker',
      member: 'allUsers',
      condition: [],
    }),
    removed('google_service_account', 'workloads lose their identity', {
      account_id: 'backend',
      display_name: 'Backend',
      email: 'backend@shop-prod.iam.gserviceaccount.com',
      disabled: false,
    }),
    removed('google_dns_record_set', 'the name stops resolving', {
      name: 'api.example.com.',
      managed_zone: 'example',
      type: 'A',
      ttl: 300,
      rrdatas: ['203.0.113.20'],
      routing_policy: [],
    }),
    changed(
      'google_monitoring_alert_policy',
      'the alert never fires',
      {
        display_name: 'Error rate',
        combiner: 'OR',
        enabled: true,
        notification_channels: ['projects/p/notificationChannels/1'],
      },
      {
        display_name: 'Error rate',
        combiner: 'OR',
        enabled: false,
        notification_channels: ['projects/p/notificationChannels/1'],
      },
    ),
    removed('google_logging_project_sink', 'audit logs are no longer exported', {
      name: 'audit',
      destination: 'storage.googleapis.com/audit-archive',
      filter: 'logName:"cloudaudit.googleapis.com"',
      disabled: false,
      unique_writer_identity: true,
    }),
    changed(
      'google_iam_workload_identity_pool_provider',
      'every repository may obtain credentials',
      {
        workload_identity_pool_id: 'github',
        workload_identity_pool_provider_id: 'github',
        attribute_condition: 'assertion.repository_owner == "example"',
        attribute_mapping: { 'google.subject': 'assertion.sub' },
        oidc: [{ allowed_audiences: null, issuer_uri: 'https://token.actions.githubusercontent.com', jwks_json: '' }],
      },
      {
        workload_identity_pool_id: 'github',
        workload_identity_pool_provider_id: 'github',
        attribute_condition: null,
        attribute_mapping: { 'google.subject': 'assertion.sub' },
        oidc: [{ allowed_audiences: null, issuer_uri: 'https://token.actions.githubusercontent.com', jwks_json: '' }],
      },
    ),
    changed(
      'google_compute_backend_service',
      'the service is no longer behind the web application firewall',
      {
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        protocol: 'HTTPS',
        security_policy: 'projects/p/global/securityPolicies/waf',
      },
      { load_balancing_scheme: 'EXTERNAL_MANAGED', protocol: 'HTTPS', security_policy: null },
    ),
    changed(
      'google_redis_instance',
      'the cache has no replica',
      { tier: 'STANDARD_HA', memory_size_gb: 5, redis_version: 'REDIS_7_2', region: 'europe-west1' },
      { tier: 'BASIC', memory_size_gb: 5, redis_version: 'REDIS_7_2', region: 'europe-west1' },
    ),
    changed(
      'google_bigquery_dataset',
      'everyone with a Google account may read the data',
      {
        dataset_id: 'sales',
        access: [
          { role: 'OWNER', special_group: 'projectOwners', user_by_email: '' },
          { role: 'READER', special_group: '', user_by_email: 'reports@shop-prod.iam.gserviceaccount.com' },
        ],
      },
      {
        dataset_id: 'sales',
        access: [
          { role: 'OWNER', special_group: 'projectOwners', user_by_email: '' },
          { role: 'READER', special_group: 'allAuthenticatedUsers', user_by_email: '' },
        ],
      },
    ),
    made('google_service_account_key', 'a long-lived key of a service account is created', {
      service_account_id: 'projects/shop-prod/serviceAccounts/deploy@shop-prod.iam.gserviceaccount.com',
      key_algorithm: 'KEY_ALG_RSA_2048',
      private_key_type: 'TYPE_GOOGLE_CREDENTIALS_FILE',
      public_key_type: 'TYPE_X509_PEM_FILE',
      keepers: null,
    }),
  ],
  harmless: [
    made('google_compute_firewall', 'RDP from the internet is denied', {
      name: 'deny-rdp',
      network: 'projects/p/global/networks/main',
      direction: 'INGRESS',
      priority: 500,
      allow: [],
      deny: [{ protocol: 'tcp', ports: ['3389'] }],
      source_ranges: ['0.0.0.0/0'],
    }),
    removed('google_storage_bucket_iam_member', 'public access ends', {
      bucket: 'shop-prod-uploads',
      role: 'roles/storage.objectViewer',
      member: 'allUsers',
      condition: [],
    }),
    changed(
      'google_storage_bucket',
      'public access is prevented',
      { location: 'EU', public_access_prevention: 'inherited', uniform_bucket_level_access: true },
      { location: 'EU', public_access_prevention: 'enforced', uniform_bucket_level_access: true },
    ),
    changed(
      'google_sql_database_instance',
      'backups are kept longer',
      {
        settings: [
          {
            tier: 'db-custom-2-8192',
            user_labels: null,
            backup_configuration: [
              { enabled: true, backup_retention_settings: [{ retained_backups: 7, retention_unit: 'COUNT' }] },
            ],
          },
        ],
      },
      {
        settings: [
          {
            tier: 'db-custom-2-8192',
            user_labels: { team: 'shop' },
            backup_configuration: [
              { enabled: true, backup_retention_settings: [{ retained_backups: 30, retention_unit: 'COUNT' }] },
            ],
          },
        ],
      },
    ),
    changed(
      'google_monitoring_dashboard',
      'only the formatting of the dashboard changes',
      { dashboard_json: '{"displayName":"Shop","gridLayout":{"columns":"2"}}' },
      { dashboard_json: '{\n  "displayName": "Shop",\n  "gridLayout": {\n    "columns": "2"\n  }\n}' },
    ),
    changed(
      'google_cloud_run_v2_service',
      'the service may scale further',
      {
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        template: [{ scaling: [{ min_instance_count: 1, max_instance_count: 10 }] }],
      },
      {
        ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
        template: [{ scaling: [{ min_instance_count: 2, max_instance_count: 50 }] }],
      },
    ),
    changed(
      'google_container_node_pool',
      'the node pool grows',
      { cluster: 'prod', autoscaling: [{ min_node_count: 3, max_node_count: 6, location_policy: 'BALANCED' }] },
      { cluster: 'prod', autoscaling: [{ min_node_count: 5, max_node_count: 12, location_policy: 'BALANCED' }] },
    ),
    made('google_storage_bucket', 'a private bucket is created', {
      name: 'shop-prod-exports',
      location: 'EU',
      force_destroy: false,
      public_access_prevention: 'enforced',
      storage_class: 'STANDARD',
      uniform_bucket_level_access: true,
      versioning: [{ enabled: true }],
    }),
    changed(
      'google_project_iam_binding',
      'only the order of the members changes',
      { role: 'roles/viewer', members: ['group:dev@example.com', 'group:ops@example.com'], condition: [] },
      { role: 'roles/viewer', members: ['group:ops@example.com', 'group:dev@example.com'], condition: [] },
    ),
    changed(
      'google_service_account',
      'only the display name and the description change',
      { account_id: 'backend', display_name: 'backend', description: '', disabled: false },
      { account_id: 'backend', display_name: 'Backend', description: 'Runs the shop', disabled: false },
    ),
  ],
};
