import { plain } from '../note/json-output';
import { unjudgedIn } from '../unjudged-changes';
import { dangersOf, deleted, planned } from './dangers.fixture';
import { dangersIn } from './rules';

test.each([
  ['google_storage_bucket_iam_member.m', { bucket: 'b', role: 'roles/storage.objectViewer', member: 'allUsers' }],
  ['google_storage_bucket_iam_binding.m', { bucket: 'b', role: 'roles/viewer', members: ['allAuthenticatedUsers'] }],
  ['kubernetes_cluster_role_binding.b', { subject: [{ kind: 'Group', name: 'system:unauthenticated' }] }],
  ['cloudflare_access_rule.r', { mode: 'whitelist', configuration: { target: 'ip', value: '192.0.2.1' } }],
  ['aws_vpc_security_group_ingress_rule.r', { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 22, to_port: 22 }],
  ['azurerm_mssql_firewall_rule.r', { start_ip_address: '0.0.0.0', end_ip_address: '255.255.255.255' }],
  ['azurerm_mssql_firewall_rule.r', { start_ip_address: '0.0.0.0', end_ip_address: '0.0.0.0' }],
  [
    'kubernetes_cluster_role_binding.b',
    { role_ref: [{ name: 'cluster-admin' }], subject: [{ kind: 'ServiceAccount', name: 'default' }] },
  ],
  ['cloudflare_page_rule.r', { actions: { disable_security: true, waf: 'off', cache_level: null } }],
])('does not call the deletion of %s a danger, because it only closes access', (address, before) =>
  expect(dangersOf(deleted(address, before))).toEqual([]),
);

test.each([
  ['google_storage_bucket_iam_binding.m', { role: 'roles/viewer', members: ['allUsers', 'user:ops@example.com'] }],
  ['cloudflare_access_rule.r', { mode: 'block', configuration: { target: 'ip', value: '192.0.2.1' } }],
  [
    'aws_vpc_security_group_ingress_rule.r',
    { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 443, to_port: 443 },
  ],
  ['azurerm_mssql_firewall_rule.r', { start_ip_address: '192.0.2.1', end_ip_address: '192.0.2.9' }],
  [
    'kubernetes_cluster_role_binding.b',
    { role_ref: [{ name: 'cluster-admin' }], subject: [{ kind: 'ServiceAccount', name: 'deployer' }] },
  ],
  ['kubernetes_cluster_role_binding.b', { role_ref: [{ name: 'cluster-admin' }], subject: [] }],
  ['cloudflare_page_rule.r', { actions: { constructor: true } }],
  ['cloudflare_page_rule.r', { actions: [{ waf: 'off', forwarding_url: [{ url: 'https://a', status_code: 301 }] }] }],
  ['google_cloud_run_service_iam_member.m', { service: 's', role: 'roles/run.invoker', member: 'allUsers' }],
  [
    'google_compute_firewall.f',
    { source_ranges: ['0.0.0.0/0', '192.0.2.0/24'], allow: [{ protocol: 'tcp', ports: ['22'] }] },
  ],
])('reports the deletion of %s, which also ends wanted access or protection', (address, before) =>
  expect(dangersOf(deleted(address, before))).toHaveLength(1),
);

const user = { kind: 'User', name: 'j.berg@example.com' };
const binding = (...subject: readonly object[]) => ({ role_ref: [{ name: 'cluster-admin' }], subject });

test.each([
  [
    'google_project_iam_member.m',
    { role: 'roles/editor', member: 'deleted:serviceAccount:batch@shop.iam.gserviceaccount.com?uid=1' },
    'its principal no longer exists',
  ],
  ['kubernetes_cluster_role_binding_v1.b', binding(user), 'one person loses access'],
  ['github_repository_webhook.w', { active: false }, 'it was turned off'],
  ['grafana_service_account_token.t', { name: 'ci', has_expired: true }, 'it has expired'],
  ['google_project_service.dns', { service: 'dns.googleapis.com', disable_on_destroy: false }, 'the API stays enabled'],
  [
    'cloudflare_dns_record.c',
    { type: 'TXT', name: '_acme-challenge.shop.example.com', content: 'x' },
    'it proved the ownership of a domain to a certificate authority',
  ],
])('leaves the deletion of %s to the reviewer, and says why it is no danger: %j', (address, before, reason) => {
  const plan = planned([deleted(address, before)]);
  expect(dangersIn(plan)).toEqual([]);
  expect(unjudgedIn(plan, []).map(({ removal = [] }) => plain(removal))).toEqual([`${address} is deleted: ${reason}`]);
});

test.each([
  ['kubernetes_cluster_role_binding_v1.b', binding(user, { kind: 'ServiceAccount', name: 'ci' })],
  ['kubernetes_cluster_role_binding_v1.b', binding({ kind: 'ServiceAccount', name: 'ci' })],
  ['github_repository_webhook.w', { active: true }],
  ['grafana_service_account_token.t', { name: 'ci', has_expired: false }],
  ['google_project_service.dns', { service: 'dns.googleapis.com', disable_on_destroy: true }],
  ['cloudflare_dns_record.c', { type: 'CNAME', name: '_acme-challenge.shop.example.com', content: 'x' }],
  ['aws_kms_key.k', { enabled: false, is_enabled: false }],
  ['example_database.d', { enabled: false }],
  ['okta_user.u', { enabled: false }],
  [
    'google_project_iam_member.m',
    { role: 'roles/editor', member: 'serviceAccount:batch@shop.iam.gserviceaccount.com' },
  ],
])('reports the deletion of %s: %j', (address, before) => expect(dangersOf(deleted(address, before))).toHaveLength(1));
