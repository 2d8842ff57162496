import { costsInWords } from './costs-in-words';
import { plain } from './for-programs';

const costs = { monthly: 0, fleet: '100 devices at 1/min', prices: 'ap-northeast-1, 2026-09-23', unknown: 0 };
const said = (more: Partial<typeof costs>) => costsInWords({ ...costs, ...more }).map(plain);

test('says what a month costs more or less, for whom and at whose prices', () => {
  const end = '(100 devices at 1/min; prices of ap-northeast-1, 2026-09-23)';
  expect(said({ monthly: 12.4 })).toEqual([`costs about +12.40 $ a month ${end}`]);
  expect(said({ monthly: -1234.5 })).toEqual([`costs about −1,234.50 $ a month ${end}`]);
  expect(said({ monthly: 1, unknown: 2 })).toEqual([
    `costs about +1.00 $ a month, and 2 things of unknown cost ${end}`,
  ]);
});

test('says nothing where the bill stays as it is, or nobody can tell; a price that is not known is never nothing', () => {
  expect([said({}), said({ monthly: 0.004 }), costsInWords(undefined)]).toEqual([[], [], []]);
  expect(said({ unknown: 1 })[0]).toMatch(/^costs 1 thing of unknown cost \(/);
});

test('names the reason if there is no estimate', () =>
  expect(costsInWords({ notEstimated: 'the SQL of a deployed rule cannot be read' }).map(plain)).toEqual([
    'costs not estimated: the SQL of a deployed rule cannot be read',
  ]));
