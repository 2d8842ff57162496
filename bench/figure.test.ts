import { atReferenceSpeed, type Figure, figureLine, median, verdictOf } from './figure';

const figureOf = (value: number, unit: string, limit?: Figure['limit']): Figure => ({
  name: 'x',
  value,
  unit,
  ...(limit === undefined ? {} : { limit }),
});

describe('atReferenceSpeed', () => {
  test.each([
    ['makes a duration shorter', 's', 5],
    ['makes a rate higher', '/s', 20],
    ['does not change a memory size', 'MB', 10],
    ['does not change a ratio', '×', 10],
  ])('%s if this machine is half as fast', (_what, unit, expected) => {
    expect(atReferenceSpeed(figureOf(10, unit), 0.5)).toBe(expected);
  });
});

describe('verdictOf', () => {
  test.each([
    ['ok', figureOf(10, 's', { most: 5 }), 0.5],
    ['missed', figureOf(10, 's', { most: 5 }), 1],
    ['failed', figureOf(10.1, 's', { most: 5 }), 1],
    ['ok', figureOf(10, '/s', { least: 20 }), 0.5],
    ['missed', figureOf(10, '/s', { least: 20 }), 1],
    ['failed', figureOf(10, '/s', { least: 21 }), 1],
    ['failed', figureOf(Number.POSITIVE_INFINITY, 'ms', { most: 30 }), 1],
    ['failed', figureOf(0, '/s', { least: 1 }), 1],
    ['ok', figureOf(0, '', { most: 0 }), 1],
    ['failed', figureOf(1, '', { most: 0 }), 1],
    ['failed', figureOf(Number.NaN, 's', { most: 1 }), 1],
    ['shown', figureOf(10, 's'), 1],
  ])('returns %s for %j at speed %s', (verdict, figure, speed) => {
    expect(verdictOf(figure, speed)).toBe(verdict);
  });
});

test('figureLine shows the measured figure, the figure at the reference speed, and the limit', () => {
  expect(figureLine(figureOf(10, 's', { most: 5 }), 0.5).split(/ +/)).toEqual([
    '✓',
    'x',
    '10.0',
    '5.00',
    's',
    '≤',
    '5',
    's',
  ]);
});

test('median returns the middle value', () => expect(median([5, 1, 3])).toBe(3));
