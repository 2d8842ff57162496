import { catalogueFor } from './line-catalogue';

const typeOf = (...queries: string[]) =>
  catalogueFor({ series: [], metricTypes: {} }, queries).find('own.errors')?.type;

const plain = 'avg(last_5m):sum:own.errors{*} > 1';

test.each([
  ['gauge', [plain]],
  ['count', [plain, 'sum(last_5m):sum:own.errors{*}.as_count() > 1']],
  ['count', [plain, 'avg(last_5m):sum:own.errors{*}.as_rate() > 1']],
  ['distribution', ['sum(last_5m):sum:own.errors{*}.as_count() > 1', 'avg(last_5m):p95:own.errors{*} > 1']],
])('infers a %s from the queries %j in any order', (type, queries) => {
  expect(typeOf(...queries)).toBe(type);
  expect(typeOf(...queries.toReversed())).toBe(type);
});
