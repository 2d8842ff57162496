import { fc, test } from '@fast-check/jest';
import { chargeOf, overridden, PriceBook, PriceOverride } from './price-book';
import { priceNames } from './price-names';
import { pricedRegions, pricesOf } from './regions';

const tiers = [{ upTo: 1e9, usd: 1.2 }, { upTo: 5e9, usd: 0.96 }, { usd: 0.84 }];
const book = PriceBook.parse({
  region: 'here',
  currency: 'USD',
  date: '2026-01-01',
  prices: { 'iot.message': { usd: tiers, per: 1e6 }, 'sqs.request': { usd: 0 } },
});

describe('chargeOf', () => {
  test.each([
    [1e6, 1.2],
    [1e9, 1200],
    [2e9, 1200 + 960],
    [6e9, 1200 + 3840 + 840],
  ])('charges %d messages by tiers', (quantity, usd) => {
    expect(chargeOf(book, 'iot.message', quantity)).toBeCloseTo(usd, 6);
  });

  test.prop([fc.double({ min: 0, max: 1e11, noNaN: true }), fc.double({ min: 0, max: 1e11, noNaN: true })])(
    'never charges less for a larger quantity',
    (one, other) => {
      const [less, more] = one < other ? [one, other] : [other, one];
      expect(chargeOf(book, 'iot.message', more)).toBeGreaterThanOrEqual(chargeOf(book, 'iot.message', less) ?? 0);
    },
  );

  test('returns 0 for a free item, but undefined for an unknown item', () => {
    expect(chargeOf(book, 'sqs.request', 10)).toBe(0);
    expect(chargeOf(book, 'xray.trace', 10)).toBeUndefined();
  });
});

test('overrides some of the prices in a file and keeps the other prices', () => {
  const changed = overridden(
    book,
    PriceOverride.parse({ prices: { 'sqs.request': { usd: 2 }, 'xray.trace': { usd: 5 } } }),
  );
  expect(chargeOf(changed, 'sqs.request', 3)).toBe(6);
  expect(chargeOf(changed, 'xray.trace', 1)).toBe(5);
  expect(chargeOf(changed, 'iot.message', 1e6)).toBeCloseTo(1.2);
});

describe.each(pricedRegions)('the prices of %s', (region) => {
  const prices = Object.entries(pricesOf(region)?.prices ?? {});

  test('the prices of %s belong to the region and cite a source', () => {
    expect(pricesOf(region)?.region).toBe(region);
    expect(prices.length).toBeGreaterThan(30);
    for (const [name, { source = '' }] of prices) expect(`${name}: ${source}`).toMatch(/: .{20,}/);
  });

  test('the prices of %s have known names and are never 0', () => {
    for (const [name, { usd }] of prices) {
      expect(priceNames).toContain(name);
      expect(Array.isArray(usd) ? usd.every((tier) => tier.usd > 0) : usd > 0).toBe(true);
    }
  });
});
