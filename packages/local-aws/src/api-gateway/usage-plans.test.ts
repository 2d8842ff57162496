import { createClock } from '../clock';
import { tokenBucket } from './token-bucket';
import { createUsagePlans } from './usage-plans';

const refusalOf = (run: () => void): string => {
  try {
    run();
    return 'taken';
  } catch (error) {
    return String(error instanceof Error ? error.message : error);
  }
};

test('tokenBucket allows a burst, and then the rate per second', async () => {
  const clock = createClock({ speed: 0 });
  const takeToken = tokenBucket({ perSecond: 2, burst: 3 }, clock);
  expect([1, 2, 3, 4].map(takeToken)).toEqual([true, true, true, false]);
  await clock.advance(1_000);
  expect([1, 2, 3].map(takeToken)).toEqual([true, true, false]);
  await clock.advance(60_000);
  expect([1, 2, 3, 4].map(takeToken)).toEqual([true, true, true, false]);
});

describe('a usage plan', () => {
  const planned = (more: { rate?: { perSecond: number; burst: number }; quota?: { limit: number; days: number } }) => {
    const clock = createClock({ speed: 0, start: Date.UTC(2026, 10, 24) });
    const plans = createUsagePlans(clock);
    plans.declarePlan({ id: 'plan', stages: ['api/v1'], rate: more.rate, quota: more.quota });
    for (const name of ['console', 'reports']) {
      plans.declareKey({ keyId: name, name, value: `key-of-${name}`, enabled: true });
      plans.addKey('plan', name);
    }
    plans.declareKey({ keyId: 'retired', name: 'retired', value: 'key-of-retired', enabled: false });
    plans.addKey('plan', 'retired');
    plans.declareKey({ keyId: 'stranger', name: 'stranger', value: 'key-of-stranger', enabled: true });
    const use = (key: string | undefined, stage = 'api/v1') => refusalOf(() => plans.use(stage, key));
    return { clock, plans, use };
  };

  test('a usage plan accepts only its own enabled keys, and only for its own stages', () => {
    const { use, plans } = planned({});
    expect(use('key-of-console')).toBe('taken');
    for (const key of [undefined, 'guessed', 'key-of-stranger', 'key-of-retired']) expect(use(key)).toBe('Forbidden');
    expect(use('key-of-console', 'other/v1')).toBe('Forbidden');
    expect(plans.keyFor('api/v1')).toBe('key-of-console');
    expect(plans.keyFor('other/v1')).toBeUndefined();
  });

  test('counts the requests of each API key separately', () => {
    const { use } = planned({ rate: { perSecond: 1, burst: 1 } });
    expect(['console', 'console', 'reports'].map((name) => use(`key-of-${name}`))).toEqual([
      'taken',
      'Too Many Requests',
      'taken',
    ]);
  });

  test('rejects requests after the daily quota is exhausted, and accepts requests again the next day', async () => {
    const { use, clock } = planned({ quota: { limit: 2, days: 1 } });
    const three = () => [1, 2, 3].map(() => use('key-of-console'));
    expect(three()).toEqual(['taken', 'taken', 'Limit Exceeded']);
    await clock.advance(24 * 3_600_000);
    expect(three()).toEqual(['taken', 'taken', 'Limit Exceeded']);
  });
});
