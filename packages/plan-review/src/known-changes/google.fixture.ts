import { changed, type KnownChanges, made, removed } from './known-change';

const binding = (role: string, ...members: readonly string[]) => ({ role, members, project: 'p' });

/** Source: Terraform Registry, hashicorp/google 7 */
export const google: KnownChanges = {
  dangers: [
    made('google_iam_workload_identity_pool_provider', 'every repository of the issuer can sign in', {
      workload_identity_pool_id: 'ci',
      attribute_condition: null,
      oidc: [{ issuer_uri: 'https://token.actions.githubusercontent.com' }],
    }),
    made('google_compute_global_forwarding_rule', 'a new load balancer is reachable from the internet', {
      load_balancing_scheme: 'EXTERNAL_MANAGED',
      port_range: '443',
    }),
    made('google_organization_policy', 'a constraint allows everything', {
      constraint: 'compute.vmExternalIpAccess',
      list_policy: [{ allow: [{ all: true }] }],
    }),
    changed(
      'google_cloud_run_v2_service',
      'the containers start without their configuration file',
      { template: [{ containers: [{ image: 'app:1', volume_mounts: [{ name: 'config', mount_path: '/etc/app' }] }] }] },
      { template: [{ containers: [{ image: 'app:1', volume_mounts: [] }] }] },
    ),
    changed(
      'google_compute_firewall',
      'is open to the internet',
      { direction: 'INGRESS', source_ranges: ['10.0.0.0/8'] },
      { direction: 'INGRESS', source_ranges: ['0.0.0.0/0'] },
    ),
    made('google_compute_firewall', 'a new rule opens SSH to the internet', {
      direction: 'INGRESS',
      source_ranges: ['0.0.0.0/0'],
      allow: [{ protocol: 'tcp', ports: ['22'] }],
    }),
    made('google_storage_bucket_iam_member', 'anyone can read the bucket', {
      role: 'roles/storage.objectViewer',
      member: 'allUsers',
    }),
    changed(
      'google_storage_bucket_iam_binding',
      'anyone with a Google account can read the bucket',
      binding('roles/storage.objectViewer', 'group:a@example.com'),
      binding('roles/storage.objectViewer', 'group:a@example.com', 'allAuthenticatedUsers'),
    ),
    made('google_project_iam_member', 'grants owner', { role: 'roles/owner', member: 'user:ada@example.com' }),
    changed(
      'google_project_iam_binding',
      'grants editor',
      binding('roles/viewer', 'group:a@example.com'),
      binding('roles/editor', 'group:a@example.com'),
    ),
    changed(
      'google_storage_bucket',
      'objects can be made public',
      { public_access_prevention: 'enforced' },
      { public_access_prevention: 'inherited' },
    ),
    changed(
      'google_storage_bucket',
      'objects are no longer versioned',
      { versioning: [{ enabled: true }] },
      { versioning: [{ enabled: false }] },
    ),
    changed(
      'google_sql_database_instance',
      'loses deletion protection',
      { deletion_protection: true },
      { deletion_protection: false },
    ),
    changed(
      'google_sql_database_instance',
      'accepts connections from any address',
      { settings: [{ ip_configuration: [{ authorized_networks: [{ value: '203.0.113.7/32' }] }] }] },
      { settings: [{ ip_configuration: [{ authorized_networks: [{ value: '0.0.0.0/0' }] }] }] },
    ),
    changed(
      'google_sql_database_instance',
      'backups are disabled',
      { settings: [{ backup_configuration: [{ enabled: true }] }] },
      { settings: [{ backup_configuration: [{ enabled: false }] }] },
    ),
    changed(
      'google_sql_database_instance',
      'accepts unencrypted connections',
      { settings: [{ ip_configuration: [{ ssl_mode: 'ENCRYPTED_ONLY' }] }] },
      { settings: [{ ip_configuration: [{ ssl_mode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' }] }] },
    ),
    removed('google_sql_database_instance', 'the databases are lost'),
    removed('google_dns_managed_zone', 'all names in the zone stop resolving'),
    removed('google_dns_record_set', 'the name stops resolving'),
    removed('google_compute_network', 'resources lose their network'),
    removed('google_service_account', 'services with this identity lose access'),
    removed('google_container_cluster', 'the cluster and its workloads are lost'),
    removed('google_kms_crypto_key', 'data encrypted with the key cannot be read'),
    changed(
      'google_container_cluster',
      'the control plane accepts requests from any address',
      { master_authorized_networks_config: [{ cidr_blocks: [{ cidr_block: '203.0.113.0/24' }] }] },
      { master_authorized_networks_config: [] },
    ),
    changed(
      'google_container_cluster',
      'nodes get public addresses',
      { private_cluster_config: [{ enable_private_nodes: true }] },
      { private_cluster_config: [{ enable_private_nodes: false }] },
    ),
    changed('google_container_node_pool', 'loses two thirds of its nodes', { node_count: 6 }, { node_count: 2 }),
    changed(
      'google_compute_instance',
      'no longer uses secure boot',
      { shielded_instance_config: [{ enable_secure_boot: true }] },
      { shielded_instance_config: [{ enable_secure_boot: false }] },
    ),
    made('google_cloud_run_service_iam_member', 'anyone can call the service', {
      role: 'roles/run.invoker',
      member: 'allUsers',
      service: 'api',
    }),
    changed(
      'google_bigquery_dataset',
      'tables are deleted together with the dataset',
      { delete_contents_on_destroy: false },
      { delete_contents_on_destroy: true },
    ),

    changed(
      'google_compute_firewall',
      'SSH is open to the internet',
      {
        allow: [{ ports: ['22'], protocol: 'tcp' }],
        deny: [],
        direction: 'INGRESS',
        disabled: false,
        priority: 1000,
        source_ranges: ['35.235.240.0/20'],
      },
      {
        allow: [{ ports: ['22'], protocol: 'tcp' }],
        deny: [],
        direction: 'INGRESS',
        disabled: false,
        priority: 1000,
        source_ranges: ['0.0.0.0/0'],
      },
    ),
    changed(
      'google_sql_database_instance',
      'the database accepts connections from the internet',
      {
        database_version: 'POSTGRES_16',
        settings: [{ ip_configuration: [{ authorized_networks: [], ipv4_enabled: true }], tier: 'db-custom-4-15360' }],
      },
      {
        database_version: 'POSTGRES_16',
        settings: [
          {
            ip_configuration: [
              { authorized_networks: [{ expiration_time: '', name: 'bi', value: '0.0.0.0/0' }], ipv4_enabled: true },
            ],
            tier: 'db-custom-4-15360',
          },
        ],
      },
    ),
    changed(
      'google_sql_database_instance',
      'the database has no standby in another zone',
      { database_version: 'MYSQL_8_0', settings: [{ availability_type: 'REGIONAL', tier: 'db-n1-standard-4' }] },
      { database_version: 'MYSQL_8_0', settings: [{ availability_type: 'ZONAL', tier: 'db-n1-standard-4' }] },
    ),
    changed(
      'google_alloydb_cluster',
      'the database can no longer be restored to a point in time',
      { cluster_id: 'orders', continuous_backup_config: [{ enabled: true, recovery_window_days: 14 }] },
      { cluster_id: 'orders', continuous_backup_config: [{ enabled: false, recovery_window_days: 14 }] },
    ),
    made('google_storage_bucket_iam_member', 'the bucket is public', {
      bucket: 'acme-customer-exports',
      condition: [],
      member: 'allUsers',
      role: 'roles/storage.objectViewer',
    }),
    changed(
      'google_storage_bucket',
      'objects may be made public',
      { location: 'EU', public_access_prevention: 'enforced', uniform_bucket_level_access: true },
      { location: 'EU', public_access_prevention: 'inherited', uniform_bucket_level_access: true },
    ),
    changed(
      'google_storage_bucket',
      'deleted objects can no longer be restored',
      { location: 'EU', soft_delete_policy: [{ retention_duration_seconds: 604800 }] },
      { location: 'EU', soft_delete_policy: [{ retention_duration_seconds: 0 }] },
    ),
    made('google_project_iam_member', 'a private account owns the project', {
      condition: [],
      member: 'user:accounts@example.net',
      project: 'acme-prod',
      role: 'roles/owner',
    }),
    made('google_service_account_key', 'a key that does not expire is created', {
      key_algorithm: 'KEY_ALG_RSA_2048',
      private_key_type: 'TYPE_GOOGLE_CREDENTIALS_FILE',
      public_key_type: 'TYPE_X509_PEM_FILE',
      service_account_id: 'deployer@acme-prod.iam.gserviceaccount.com',
    }),
    changed(
      'google_project_iam_custom_role',
      'holders of the role may give themselves every right',
      {
        permissions: ['compute.instances.get', 'compute.instances.list'],
        role_id: 'operator',
        stage: 'GA',
        title: 'Operator',
      },
      {
        permissions: ['compute.instances.get', 'compute.instances.list', 'resourcemanager.projects.setIamPolicy'],
        role_id: 'operator',
        stage: 'GA',
        title: 'Operator',
      },
    ),
    changed(
      'google_container_cluster',
      'the control plane is reachable from the internet',
      {
        location: 'europe-west1',
        master_authorized_networks_config: [
          {
            cidr_blocks: [{ cidr_block: '10.0.0.0/8', display_name: 'vpn' }],
            gcp_public_cidrs_access_enabled: false,
          },
        ],
      },
      {
        location: 'europe-west1',
        master_authorized_networks_config: [
          {
            cidr_blocks: [
              { cidr_block: '0.0.0.0/0', display_name: 'ci' },
              { cidr_block: '10.0.0.0/8', display_name: 'vpn' },
            ],
            gcp_public_cidrs_access_enabled: false,
          },
        ],
      },
    ),
    changed(
      'google_container_cluster',
      'secrets in etcd are no longer encrypted with the own key',
      {
        database_encryption: [{ key_name: 'projects/p/locations/eu/keyRings/k/cryptoKeys/gke', state: 'ENCRYPTED' }],
        location: 'europe-west1',
      },
      { database_encryption: [{ key_name: '', state: 'DECRYPTED' }], location: 'europe-west1' },
    ),
    changed(
      'google_container_node_pool',
      'all nodes are in one zone',
      {
        location: 'europe-west1',
        node_count: 2,
        node_locations: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
      },
      { location: 'europe-west1', node_count: 2, node_locations: ['europe-west1-b'] },
    ),
    removed('google_kms_crypto_key', 'data that is encrypted with the key can no longer be read', {
      key_ring: 'projects/acme-prod/locations/europe-west1/keyRings/main',
      name: 'backups',
      purpose: 'ENCRYPT_DECRYPT',
      rotation_period: '7776000s',
    }),
    changed(
      'google_secret_manager_secret_version',
      'applications can no longer read the secret',
      { enabled: true, secret: 'projects/123456789012/secrets/db-password', version: '4' },
      { enabled: false, secret: 'projects/123456789012/secrets/db-password', version: '4' },
    ),
    changed(
      'google_cloud_run_v2_service',
      'an internal service is reachable from the internet',
      { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY', launch_stage: 'GA', location: 'europe-west1' },
      { ingress: 'INGRESS_TRAFFIC_ALL', launch_stage: 'GA', location: 'europe-west1' },
    ),
    changed(
      'google_cloud_run_v2_service',
      'everyone may call the service without login',
      { ingress: 'INGRESS_TRAFFIC_ALL', invoker_iam_disabled: false, location: 'europe-west1' },
      { ingress: 'INGRESS_TRAFFIC_ALL', invoker_iam_disabled: true, location: 'europe-west1' },
    ),
    changed(
      'google_compute_backend_service',
      'the backend is no longer behind Cloud Armor',
      {
        load_balancing_scheme: 'EXTERNAL_MANAGED',
        protocol: 'HTTPS',
        security_policy: 'https://www.googleapis.com/compute/v1/projects/acme-prod/global/securityPolicies/edge',
      },
      { load_balancing_scheme: 'EXTERNAL_MANAGED', protocol: 'HTTPS', security_policy: '' },
    ),
    changed(
      'google_compute_security_policy',
      'the rule against SQL injection only logs',
      {
        rule: [
          {
            action: 'deny(403)',
            description: 'SQL injection',
            match: [{ expr: [{ expression: "evaluatePreconfiguredWaf('sqli-v33-stable')" }] }],
            preview: false,
            priority: 1000,
          },
        ],
      },
      {
        rule: [
          {
            action: 'deny(403)',
            description: 'SQL injection',
            match: [{ expr: [{ expression: "evaluatePreconfiguredWaf('sqli-v33-stable')" }] }],
            preview: true,
            priority: 1000,
          },
        ],
      },
    ),
    changed(
      'google_compute_ssl_policy',
      'clients may connect with outdated TLS and weak ciphers',
      { min_tls_version: 'TLS_1_2', profile: 'MODERN' },
      { min_tls_version: 'TLS_1_0', profile: 'COMPATIBLE' },
    ),
    changed(
      'google_dns_record_set',
      'the name points to another server',
      { managed_zone: 'example', name: 'api.example.com.', rrdatas: ['203.0.113.10'], ttl: 300, type: 'A' },
      { managed_zone: 'example', name: 'api.example.com.', rrdatas: ['198.51.100.77'], ttl: 300, type: 'A' },
    ),
    changed(
      'google_dns_managed_zone',
      'DNS answers may be forged',
      {
        dns_name: 'example.com.',
        dnssec_config: [{ kind: 'dns#managedZoneDnsSecConfig', non_existence: 'nsec3', state: 'on' }],
        visibility: 'public',
      },
      {
        dns_name: 'example.com.',
        dnssec_config: [{ kind: 'dns#managedZoneDnsSecConfig', non_existence: 'nsec3', state: 'off' }],
        visibility: 'public',
      },
    ),
    made('google_logging_project_exclusion', 'audit logs are dropped', {
      description: 'Save cost',
      disabled: false,
      filter: 'logName:"cloudaudit.googleapis.com"',
      name: 'drop-audit',
      project: 'acme-prod',
    }),
    changed(
      'google_logging_project_bucket_config',
      'logs are kept for a month instead of a year',
      { bucket_id: '_Default', location: 'global', locked: false, retention_days: 400 },
      { bucket_id: '_Default', location: 'global', locked: false, retention_days: 30 },
    ),
    changed(
      'google_monitoring_alert_policy',
      'no one is notified when the alert fires',
      {
        combiner: 'OR',
        display_name: 'Checkout errors',
        enabled: true,
        notification_channels: ['projects/acme-prod/notificationChannels/1234567890'],
      },
      { combiner: 'OR', display_name: 'Checkout errors', enabled: true, notification_channels: [] },
    ),
    removed('google_monitoring_uptime_check_config', 'an outage of the site is no longer noticed', {
      display_name: 'www',
      http_check: [{ path: '/healthz', port: 443, use_ssl: true, validate_ssl: true }],
      monitored_resource: [{ labels: { host: 'www.example.com', project_id: 'acme-prod' }, type: 'uptime_url' }],
      period: '60s',
      timeout: '10s',
    }),
    changed(
      'google_bigquery_dataset',
      'new tables are deleted after a day',
      { dataset_id: 'sales', default_table_expiration_ms: null, location: 'EU' },
      { dataset_id: 'sales', default_table_expiration_ms: 86400000, location: 'EU' },
    ),
    made('google_bigquery_dataset_access', 'everyone with a Google account may read the dataset', {
      dataset_id: 'sales',
      project: 'acme-prod',
      role: 'READER',
      special_group: 'allAuthenticatedUsers',
    }),
    changed(
      'google_pubsub_subscription',
      'messages are lost if the consumer is down for ten minutes',
      { ack_deadline_seconds: 20, message_retention_duration: '604800s', topic: 'projects/acme-prod/topics/orders' },
      { ack_deadline_seconds: 20, message_retention_duration: '600s', topic: 'projects/acme-prod/topics/orders' },
    ),
    removed('google_spanner_database', 'the database and its data are lost', {
      database_dialect: 'GOOGLE_STANDARD_SQL',
      deletion_protection: false,
      instance: 'main',
      name: 'orders',
      version_retention_period: '3d',
    }),
    changed(
      'google_bigtable_instance',
      'the data is no longer replicated to another zone',
      {
        cluster: [
          { cluster_id: 'c1', num_nodes: 3, storage_type: 'SSD', zone: 'europe-west1-b' },
          { cluster_id: 'c2', num_nodes: 3, storage_type: 'SSD', zone: 'europe-west1-c' },
        ],
      },
      { cluster: [{ cluster_id: 'c1', num_nodes: 3, storage_type: 'SSD', zone: 'europe-west1-b' }] },
    ),
    changed(
      'google_redis_instance',
      'clients talk to the cache in clear text and without password',
      {
        auth_enabled: true,
        memory_size_gb: 5,
        tier: 'STANDARD_HA',
        transit_encryption_mode: 'SERVER_AUTHENTICATION',
      },
      { auth_enabled: false, memory_size_gb: 5, tier: 'STANDARD_HA', transit_encryption_mode: 'DISABLED' },
    ),
    changed(
      'google_filestore_instance',
      'clients are root on the share',
      {
        file_shares: [
          {
            capacity_gb: 1024,
            name: 'share1',
            nfs_export_options: [{ access_mode: 'READ_WRITE', ip_ranges: ['10.0.0.0/24'], squash_mode: 'ROOT_SQUASH' }],
          },
        ],
        tier: 'BASIC_SSD',
      },
      {
        file_shares: [
          {
            capacity_gb: 1024,
            name: 'share1',
            nfs_export_options: [
              { access_mode: 'READ_WRITE', ip_ranges: ['10.0.0.0/24'], squash_mode: 'NO_ROOT_SQUASH' },
            ],
          },
        ],
        tier: 'BASIC_SSD',
      },
    ),
    changed(
      'google_org_policy_policy',
      'keys of service accounts may be created again',
      {
        name: 'organizations/123456789/policies/iam.disableServiceAccountKeyCreation',
        parent: 'organizations/123456789',
        spec: [{ inherit_from_parent: false, rules: [{ enforce: 'TRUE' }] }],
      },
      {
        name: 'organizations/123456789/policies/iam.disableServiceAccountKeyCreation',
        parent: 'organizations/123456789',
        spec: [{ inherit_from_parent: false, rules: [{ enforce: 'FALSE' }] }],
      },
    ),
    changed(
      'google_access_context_manager_service_perimeter',
      'data in Cloud Storage may leave the perimeter',
      {
        perimeter_type: 'PERIMETER_TYPE_REGULAR',
        status: [
          {
            resources: ['projects/123456789012'],
            restricted_services: ['bigquery.googleapis.com', 'storage.googleapis.com'],
          },
        ],
      },
      {
        perimeter_type: 'PERIMETER_TYPE_REGULAR',
        status: [{ resources: ['projects/123456789012'], restricted_services: ['bigquery.googleapis.com'] }],
      },
    ),
    changed(
      'google_iam_workload_identity_pool_provider',
      'workflows of every GitHub repository may log in',
      {
        attribute_condition: "assertion.repository_owner == 'acme'",
        attribute_mapping: { 'google.subject': 'assertion.sub' },
        oidc: [{ issuer_uri: 'https://token.actions.githubusercontent.com' }],
      },
      {
        attribute_condition: '',
        attribute_mapping: { 'google.subject': 'assertion.sub' },
        oidc: [{ issuer_uri: 'https://token.actions.githubusercontent.com' }],
      },
    ),
    changed(
      'google_binary_authorization_policy',
      'unsigned images may run',
      {
        default_admission_rule: [
          {
            enforcement_mode: 'ENFORCED_BLOCK_AND_AUDIT_LOG',
            evaluation_mode: 'REQUIRE_ATTESTATION',
            require_attestations_by: ['projects/acme-prod/attestors/ci'],
          },
        ],
      },
      {
        default_admission_rule: [
          {
            enforcement_mode: 'ENFORCED_BLOCK_AND_AUDIT_LOG',
            evaluation_mode: 'ALWAYS_ALLOW',
            require_attestations_by: [],
          },
        ],
      },
    ),
    changed(
      'google_compute_instance',
      'the machine gets a public address',
      {
        machine_type: 'e2-standard-4',
        network_interface: [{ access_config: [], network: 'prod', network_ip: '10.0.0.7', subnetwork: 'prod-eu' }],
      },
      {
        machine_type: 'e2-standard-4',
        network_interface: [
          {
            access_config: [{ nat_ip: '', network_tier: 'PREMIUM', public_ptr_domain_name: '' }],
            network: 'prod',
            network_ip: '10.0.0.7',
            subnetwork: 'prod-eu',
          },
        ],
      },
    ),
    removed('google_compute_router_nat', 'private machines can no longer reach the internet', {
      nat_ip_allocate_option: 'AUTO_ONLY',
      region: 'europe-west1',
      router: 'main',
      source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
    }),
    changed(
      'google_compute_resource_policy',
      'snapshots are deleted after two days',
      {
        region: 'europe-west1',
        snapshot_schedule_policy: [
          { retention_policy: [{ max_retention_days: 30, on_source_disk_delete: 'KEEP_AUTO_SNAPSHOTS' }] },
        ],
      },
      {
        region: 'europe-west1',
        snapshot_schedule_policy: [
          { retention_policy: [{ max_retention_days: 2, on_source_disk_delete: 'KEEP_AUTO_SNAPSHOTS' }] },
        ],
      },
    ),
    changed(
      'google_compute_subnetwork',
      'traffic of the subnet is no longer recorded',
      {
        ip_cidr_range: '10.10.0.0/20',
        log_config: [{ aggregation_interval: 'INTERVAL_5_SEC', flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' }],
        private_ip_google_access: true,
      },
      { ip_cidr_range: '10.10.0.0/20', log_config: [], private_ip_google_access: true },
    ),
    removed('google_resource_manager_lien', 'the project may be deleted by accident', {
      origin: 'terraform',
      parent: 'projects/123456789012',
      reason: 'Production',
      restrictions: ['resourcemanager.projects.delete'],
    }),
    changed(
      'google_compute_region_autoscaler',
      'the service can no longer grow with the load',
      {
        autoscaling_policy: [{ cooldown_period: 60, max_replicas: 30, min_replicas: 6, mode: 'ON' }],
        region: 'europe-west1',
      },
      {
        autoscaling_policy: [{ cooldown_period: 60, max_replicas: 6, min_replicas: 6, mode: 'ON' }],
        region: 'europe-west1',
      },
    ),
    changed(
      'google_artifact_registry_repository',
      'released images may be replaced under the same tag',
      { docker_config: [{ immutable_tags: true }], format: 'DOCKER', repository_id: 'releases' },
      { docker_config: [{ immutable_tags: false }], format: 'DOCKER', repository_id: 'releases' },
    ),
    changed(
      'google_gke_backup_backup_plan',
      'the cluster is no longer backed up',
      {
        backup_schedule: [{ cron_schedule: '0 3 * * *', paused: false }],
        deactivated: false,
        retention_policy: [{ backup_retain_days: 30 }],
      },
      {
        backup_schedule: [{ cron_schedule: '0 3 * * *', paused: true }],
        deactivated: false,
        retention_policy: [{ backup_retain_days: 30 }],
      },
    ),
    made('google_compute_project_metadata_item', 'access to machines is no longer managed by IAM', {
      key: 'enable-oslogin',
      project: 'acme-prod',
      value: 'FALSE',
    }),
  ],
  harmless: [
    changed(
      'google_compute_firewall',
      'is closed',
      { direction: 'INGRESS', source_ranges: ['0.0.0.0/0'] },
      { direction: 'INGRESS', source_ranges: ['10.0.0.0/8'] },
    ),
    changed('google_storage_bucket', 'labels change', { labels: { a: '1' } }, { labels: { a: '2' } }),
    changed(
      'google_storage_bucket',
      'gains versions',
      { versioning: [{ enabled: false }] },
      { versioning: [{ enabled: true }] },
    ),
    made('google_project_iam_member', 'grants read access to logs', {
      role: 'roles/logging.viewer',
      member: 'user:ada@example.com',
    }),
    made('google_service_account', 'a new identity without rights', { account_id: 'app' }),
    changed('google_container_node_pool', 'more nodes', { node_count: 2 }, { node_count: 3 }),
    changed(
      'google_sql_database_instance',
      'gains backups',
      { settings: [{ backup_configuration: [{ enabled: false }] }] },
      { settings: [{ backup_configuration: [{ enabled: true }] }] },
    ),

    made('google_compute_firewall', 'traffic from the internet is denied rather than allowed', {
      allow: [],
      deny: [{ ports: ['22', '3389'], protocol: 'tcp' }],
      direction: 'INGRESS',
      disabled: false,
      log_config: [{ metadata: 'INCLUDE_ALL_METADATA' }],
      network: 'prod',
      priority: 500,
      source_ranges: ['0.0.0.0/0'],
    }),
    removed('google_storage_bucket_iam_member', 'the bucket is no longer public', {
      bucket: 'acme-customer-exports',
      condition: [],
      member: 'allUsers',
      role: 'roles/storage.objectViewer',
    }),
    changed(
      'google_sql_database_instance',
      'more backups are kept',
      {
        settings: [
          {
            backup_configuration: [
              {
                backup_retention_settings: [{ retained_backups: 7, retention_unit: 'COUNT' }],
                enabled: true,
                point_in_time_recovery_enabled: true,
              },
            ],
            tier: 'db-custom-4-15360',
            user_labels: {},
          },
        ],
      },
      {
        settings: [
          {
            backup_configuration: [
              {
                backup_retention_settings: [{ retained_backups: 30, retention_unit: 'COUNT' }],
                enabled: true,
                point_in_time_recovery_enabled: true,
              },
            ],
            tier: 'db-custom-4-15360',
            user_labels: { team: 'orders' },
          },
        ],
      },
    ),
    changed(
      'google_container_node_pool',
      'the pool may grow further',
      { autoscaling: [{ max_node_count: 5, min_node_count: 2 }], location: 'europe-west1' },
      { autoscaling: [{ max_node_count: 12, min_node_count: 3 }], location: 'europe-west1' },
    ),
    changed(
      'google_project_iam_policy',
      'only the order and the formatting of the policy change',
      {
        policy_data:
          '{"bindings":[{"members":["group:sre@example.com","group:web@example.com"],"role":"roles/viewer"},{"members":["group:sre@example.com"],"role":"roles/container.admin"}]}',
        project: 'acme-prod',
      },
      {
        policy_data:
          '{\n  "bindings": [\n    {"role": "roles/container.admin", "members": ["group:sre@example.com"]},\n    {"role": "roles/viewer", "members": ["group:web@example.com", "group:sre@example.com"]}\n  ]\n}',
        project: 'acme-prod',
      },
    ),
    changed(
      'google_kms_crypto_key',
      'the key is rotated more often',
      { purpose: 'ENCRYPT_DECRYPT', rotation_period: '31536000s' },
      { purpose: 'ENCRYPT_DECRYPT', rotation_period: '7776000s' },
    ),
    changed(
      'google_logging_project_exclusion',
      'logs are no longer dropped',
      { disabled: false, filter: 'resource.type = "gce_instance"' },
      { disabled: true, filter: 'resource.type = "gce_instance"' },
    ),
    changed(
      'google_storage_bucket',
      'only unfinished uploads are removed',
      { lifecycle_rule: [], location: 'EU', uniform_bucket_level_access: true },
      {
        lifecycle_rule: [
          {
            action: [{ storage_class: '', type: 'AbortIncompleteMultipartUpload' }],
            condition: [{ age: 7, with_state: 'ANY' }],
          },
        ],
        location: 'EU',
        uniform_bucket_level_access: true,
      },
    ),
    made('google_storage_bucket', 'a private bucket is created', {
      encryption: [{ default_kms_key_name: 'projects/p/locations/eu/keyRings/k/cryptoKeys/gcs' }],
      force_destroy: false,
      location: 'EU',
      public_access_prevention: 'enforced',
      soft_delete_policy: [{ retention_duration_seconds: 604800 }],
      uniform_bucket_level_access: true,
      versioning: [{ enabled: true }],
    }),
    changed(
      'google_monitoring_alert_policy',
      'the alert is explained, and one more channel is notified',
      {
        display_name: 'Errors',
        documentation: [],
        enabled: true,
        notification_channels: ['projects/acme-prod/notificationChannels/1'],
      },
      {
        display_name: 'Checkout errors',
        documentation: [{ content: 'See the runbook', mime_type: 'text/markdown' }],
        enabled: true,
        notification_channels: [
          'projects/acme-prod/notificationChannels/2',
          'projects/acme-prod/notificationChannels/1',
        ],
      },
    ),
    changed(
      'google_org_policy_policy',
      'the policy is now enforced',
      {
        name: 'projects/acme-prod/policies/storage.publicAccessPrevention',
        spec: [{ rules: [{ enforce: 'FALSE' }] }],
      },
      {
        name: 'projects/acme-prod/policies/storage.publicAccessPrevention',
        spec: [{ rules: [{ enforce: 'TRUE' }] }],
      },
    ),
    changed(
      'google_pubsub_subscription',
      'messages are kept for longer',
      { ack_deadline_seconds: 20, message_retention_duration: '86400s', retain_acked_messages: false },
      { ack_deadline_seconds: 60, message_retention_duration: '604800s', retain_acked_messages: false },
    ),
    made('google_service_account', 'an account without any rights is created', {
      account_id: 'report-writer',
      description: 'Writes the monthly reports',
      disabled: false,
      display_name: 'Report writer',
      project: 'acme-prod',
    }),
  ],
};
