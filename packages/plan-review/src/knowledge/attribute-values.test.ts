import { created, dangersOf, updated } from '../rules/dangers.fixture';

test('knows a role in Azure by its id', () =>
  expect(
    dangersOf(
      created('azurerm_role_assignment.r', {
        role_definition_id:
          '/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      }),
    ),
  ).toEqual([expect.stringContaining('grants broad rights (role_definition_name: Owner)')]));

describe('cross-zone load balancing', () => {
  const off = (load_balancer_type: string) =>
    dangersOf(
      updated(
        'aws_lb.public',
        { load_balancer_type, enable_cross_zone_load_balancing: true },
        { load_balancer_type, enable_cross_zone_load_balancing: false },
      ),
    );

  test('is always on for an application load balancer', () => expect(off('application')).toEqual([]));

  test('is an option of a network load balancer', () =>
    expect(off('network')).toEqual([expect.stringContaining('no longer balances load across zones')]));
});

test('does not report a gateway load balancer as public', () =>
  expect(dangersOf(created('aws_lb.inspection', { load_balancer_type: 'gateway', internal: false }))).toEqual([]));

test('does not report the public endpoint of a cluster whose clients are restricted', () => {
  const cluster = (...public_access_cidrs: readonly string[]) => ({
    vpc_config: [{ endpoint_public_access: true, public_access_cidrs }],
  });
  expect(dangersOf(created('aws_eks_cluster.shop', cluster('198.51.100.7/32')))).toEqual([]);
  const open = [expect.stringContaining('has an API server that is reachable from the internet')];
  expect(dangersOf(created('aws_eks_cluster.shop', cluster('0.0.0.0/0')))).toEqual(open);
  expect(dangersOf(created('aws_eks_cluster.shop', cluster()))).toEqual(open);
  expect(dangersOf(updated('aws_eks_cluster.shop', cluster('198.51.100.7/32'), cluster('0.0.0.0/0')))).toEqual(open);
});

test('does not report public network access in Azure that other settings deny', () => {
  const vault = (default_action: string) => ({
    public_network_access_enabled: true,
    network_acls: [{ default_action }],
  });
  expect(dangersOf(created('azurerm_key_vault.shop', vault('Deny')))).toEqual([]);
  expect(dangersOf(created('azurerm_key_vault.shop', vault('Allow')))).not.toEqual([]);
  expect(dangersOf(updated('azurerm_key_vault.shop', vault('Deny'), vault('Allow')))).not.toEqual([]);
  const cluster = { public_network_access_enabled: true, private_cluster_enabled: true };
  expect(dangersOf(created('azurerm_kubernetes_cluster.shop', cluster))).toEqual([]);
});
