import { dangersOf, updated } from '../rules/dangers.fixture';

const enforced = { required_status_checks: [{ contexts: ['ci'], checks: [], strict: true }] };
const allow = (name: string, value = '10.0.0.0/8') => ({
  metadata: [{ annotations: { [`nginx.ingress.kubernetes.io/${name}-source-range`]: value } }],
});

test.each([
  ['azurerm_storage_account.a', { enable_https_traffic_only: true }, { https_traffic_only_enabled: true }],
  ['azurerm_key_vault.v', { enable_rbac_authorization: true }, { rbac_authorization_enabled: true }],
  [
    'azurerm_kubernetes_cluster.c',
    { api_server_authorized_ip_ranges: ['10.0.0.0/8'] },
    { api_server_access_profile: [{ authorized_ip_ranges: ['10.0.0.0/8'] }] },
  ],
  ['azurerm_network_interface.n', { enable_ip_forwarding: true }, { ip_forwarding_enabled: true }],
  [
    'aws_kinesis_firehose_delivery_stream.s',
    { s3_configuration: [{ kms_key_arn: 'k' }] },
    { extended_s3_configuration: [{ kms_key_arn: 'k' }] },
  ],
  [
    'github_branch_protection_v3.b',
    enforced,
    { required_status_checks: [{ contexts: [], checks: ['ci'], strict: true }] },
  ],
  ['kubernetes_ingress_v1.i', allow('whitelist'), allow('allowlist')],
  [
    'google_sql_database_instance.d',
    { settings: [{ ip_configuration: [{ require_ssl: true }] }] },
    { settings: [{ ip_configuration: [{ ssl_mode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED' }] }] },
  ],
])('a deprecated argument of %s that keeps its value under another name is harmless: %j', (address, before, after) =>
  expect(dangersOf(updated(address, before, after))).toEqual([]),
);

test.each([
  ['azurerm_storage_account.a', { enable_https_traffic_only: true }, { https_traffic_only_enabled: false }],
  ['azurerm_key_vault.v', { enable_rbac_authorization: true }, {}],
  ['azurerm_network_interface.n', { enable_ip_forwarding: false }, { ip_forwarding_enabled: true }],
  ['github_branch_protection_v3.b', enforced, { required_status_checks: [{ contexts: [], checks: [], strict: true }] }],
  ['kubernetes_ingress_v1.i', allow('whitelist'), allow('allowlist', '0.0.0.0/0')],
  [
    'google_sql_database_instance.d',
    { settings: [{ ip_configuration: [{ require_ssl: true }] }] },
    { settings: [{ ip_configuration: [{ ssl_mode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' }] }] },
  ],
])('a deprecated argument of %s that gets another value is reported: %j', (address, before, after) =>
  expect(dangersOf(updated(address, before, after)).length).toBeGreaterThan(0),
);
