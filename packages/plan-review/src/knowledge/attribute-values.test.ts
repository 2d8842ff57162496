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
