import { formatCosts } from './format-costs';
import { plain } from './json-output';

const costs = { monthly: 0, fleet: '100 devices at 1/min', prices: 'ap-northeast-1, 2026-09-23', unknown: 0 };
const reported = (more: Partial<typeof costs>) => formatCosts({ ...costs, ...more }).map(plain);

test('formats the monthly difference, the fleet and the prices', () => {
  const end = '(100 devices at 1/min; prices of ap-northeast-1, 2026-09-23)';
  expect(reported({ monthly: 12.4 })).toEqual([`costs about +$12.40 a month ${end}`]);
  expect(reported({ monthly: -1234.5 })).toEqual([`costs about −$1,234.50 a month ${end}`]);
  expect(reported({ monthly: 1, unknown: 2 })).toEqual([
    `costs about +$1.00 a month, and 2 items of unknown cost ${end}`,
  ]);
});

test('returns only the number of items of unknown cost if known costs do not change', () => {
  expect([reported({}), reported({ monthly: 0.004 }), formatCosts(undefined)]).toEqual([[], [], []]);
  expect(reported({ unknown: 1 })[0]).toMatch(/^costs 1 item of unknown cost \(/);
});

test('returns the reason for a missing estimate', () =>
  expect(formatCosts({ notEstimated: 'the SQL of a deployed rule cannot be read' }).map(plain)).toEqual([
    'costs not estimated: the SQL of a deployed rule cannot be read',
  ]));
