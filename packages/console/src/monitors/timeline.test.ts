import { alertSegments, alignedPoints, stateSegments } from './timeline';

const range = { from: 100, to: 200 };

describe('stateSegments', () => {
  it('extends each state to the next change, and the last state to the end', () => {
    const states: [number, string][] = [
      [100, 'OK'],
      [150, 'Alert'],
    ];
    expect(stateSegments({ states }, range)).toEqual([
      { state: 'OK', from: 0, width: 50, minutes: [100, 150] },
      { state: 'Alert', from: 50, width: 50, minutes: [150, 200] },
    ]);
  });

  it('cuts states at the start of the timeline', () => {
    expect(stateSegments({ states: [[50, 'OK']] }, range)).toEqual([
      { state: 'OK', from: 0, width: 100, minutes: [100, 200] },
    ]);
  });
});

describe('alertSegments', () => {
  it('extends an alert without an end to the end of the timeline', () => {
    const from = new Date(175 * 60_000).toISOString();
    expect(alertSegments([{ group: '*', from }], range)).toEqual([
      { state: 'Alert', from: 75, width: 25, minutes: [175, 200] },
    ]);
  });
});

const point = (minute: number, value: number): [number, number] => [minute, value];

describe('alignedPoints', () => {
  it('contains null where a group does not have a value', () => {
    const series = [
      { group: 'a', points: [point(1, 10), point(2, 20)], states: [] },
      { group: 'b', points: [point(2, 5)], states: [] },
    ];
    expect(alignedPoints(series)).toEqual({
      minutes: [1, 2],
      values: [
        [10, 20],
        [null, 5],
      ],
    });
  });
});
