import { choicesWith, thresholdRange } from './what-if-range';

describe('thresholdRange', () => {
  it('contains twice the threshold if no values were recorded', () => {
    expect(thresholdRange(5, { series: [] })).toEqual({ min: 0, max: 10, step: 0.1 });
  });

  it('contains the recorded values', () => {
    const points: [number, number][] = [
      [1, -20],
      [2, 400],
    ];
    const { min, max } = thresholdRange(5, { series: [{ group: '*', points, states: [] }] });
    expect(min).toBeLessThanOrEqual(-20);
    expect(max).toBeGreaterThanOrEqual(400);
  });
});

describe('choicesWith', () => {
  it('adds the current value in order', () => {
    expect(choicesWith([1, 5, 10], 7)).toEqual([1, 5, 7, 10]);
    expect(choicesWith([1, 5, 10], 5)).toEqual([1, 5, 10]);
  });
});
