import { dangersOf, deleted } from './dangers.fixture';

test.each([
  ['google_storage_bucket_iam_member.m', { bucket: 'b', role: 'roles/storage.objectViewer', member: 'allUsers' }],
  ['google_storage_bucket_iam_binding.m', { bucket: 'b', role: 'roles/viewer', members: ['allAuthenticatedUsers'] }],
  ['kubernetes_cluster_role_binding.b', { subject: [{ kind: 'Group', name: 'system:unauthenticated' }] }],
  ['cloudflare_access_rule.r', { mode: 'whitelist', configuration: { target: 'ip', value: '192.0.2.1' } }],
  ['aws_vpc_security_group_ingress_rule.r', { cidr_ipv4: '0.0.0.0/0', ip_protocol: 'tcp', from_port: 22, to_port: 22 }],
  ['azurerm_mssql_firewall_rule.r', { start_ip_address: '0.0.0.0', end_ip_address: '255.255.255.255' }],
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
  ['google_cloud_run_service_iam_member.m', { service: 's', role: 'roles/run.invoker', member: 'allUsers' }],
  [
    'google_compute_firewall.f',
    { source_ranges: ['0.0.0.0/0', '192.0.2.0/24'], allow: [{ protocol: 'tcp', ports: ['22'] }] },
  ],
])('reports the deletion of %s, which also ends wanted access or protection', (address, before) =>
  expect(dangersOf(deleted(address, before))).toHaveLength(1),
);
