import { changed, type KnownChanges, made, removed } from './known-change';

const binding = (role: string, ...members: readonly string[]) => ({ role, members, project: 'p' });

/** Source: Terraform Registry, hashicorp/google 7 */
export const google: KnownChanges = {
  dangers: [
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
  ],
};
