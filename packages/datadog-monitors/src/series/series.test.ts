import { parseNotation } from './notation';
import { series } from './series';

// Source: Prometheus documentation, "Unit testing for rules"
describe('parseNotation', () => {
  test.each([
    ['0x4 1 0x2', [0, 0, 0, 0, 0, 1, 0, 0, 0]],
    ['1+2x3', [1, 3, 5, 7]],
    ['5-1x2', [5, 4, 3]],
    ['-1.5 1e2', [-1.5, 100]],
    ['1 _ _x2 2', [1, undefined, undefined, undefined, 2]],
    ['', []],
  ])('%j', (text, values) => expect(parseNotation(text)).toEqual(values));

  test.each([
    ['0x4 one', 'one is not a value', 5],
    ['1 1e400', '1e400 is out of range for a number', 3],
    ['1x', '1x is not a value', 1],
    ['0x99999999', '0x99999999 makes the series longer than a year', 1],
  ])('rejects %j: %s', (text, message, column) => {
    expect(() => parseNotation(text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message), column }),
    );
  });
});

describe('series', () => {
  test('creates a series with a metric, tags, and one value per minute', () => {
    expect(series('a.b{k:v,arn:aws:x}', '_ 2', 10)).toEqual({
      metric: 'a.b',
      tags: { k: 'v', arn: 'aws:x' },
      from: 10,
      values: Float64Array.of(Number.NaN, 2),
    });
  });

  test.each(['a b', 'a{k}', 'a{:v}'])('rejects %s', (name) => expect(() => series(name, '1')).toThrow(/is not a/));
});
