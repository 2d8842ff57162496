import { dangersOf, updated } from '../rules/dangers.fixture';

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
