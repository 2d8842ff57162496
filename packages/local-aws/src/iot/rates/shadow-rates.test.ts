import { stopped } from '../../stopped-platform.fixture';
import { createShadowRates } from './shadow-rates';
import type { RateFactor } from './throttle';

function rated(factor: RateFactor = 1) {
  const { clock, bus, emitted } = stopped();
  const rates = createShadowRates(factor, { clock, bus });
  const admitted = (thing: string, requests: number) =>
    Array.from({ length: requests }, () => rates.admits(thing)).filter(Boolean).length;
  return { clock, emitted, admitted };
}

// Source: AWS IoT quotas, "Device Shadow".
describe('shadows', () => {
  test('admits 20 requests per second per thing, and reports the number of rejected requests only once', async () => {
    const { clock, emitted, admitted } = rated();
    expect([admitted('light-1', 50), admitted('light-2', 5)]).toEqual([20, 5]);
    await clock.advance(1000);
    expect(admitted('light-1', 50)).toBe(20);
    expect(emitted).toMatchObject([
      {
        kind: 'throttled',
        who: 'light-1',
        what: 'shadow requests rejected',
        count: 30,
        quota: 'at most 20 per second per thing',
      },
    ]);
  });

  test('admits 4,000 requests per second for all things together', () => {
    const { admitted } = rated();
    const things = Array.from({ length: 300 }, (_, index) => admitted(`light-${index}`, 20));
    expect(things.reduce((sum, one) => sum + one)).toBe(4000);
  });

  test('a factor of 0.5 halves the rate limits for shadows, and "off" removes them', () => {
    expect(rated(0.5).admitted('light-1', 50)).toBe(10);
    expect(rated('off').admitted('light-1', 50)).toBe(50);
  });
});
