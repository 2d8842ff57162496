import { firstPath, numberAt, numericPaths, parseJson } from './numeric-paths';

const value = parseJson('{"state":{"reported":{"temperature":21.5,"power":true}},"values":[1,"x"]}');

describe('numericPaths', () => {
  it('lists the paths of all numbers', () => {
    expect(numericPaths(value)).toEqual(['state.reported.temperature', 'values.0']);
    expect(numericPaths(7)).toEqual(['']);
  });
});

describe('firstPath', () => {
  it('prefers a measurement to a time or version', () => {
    expect(firstPath(['timestamp', 'v', 'state.reported.temperature'])).toBe('state.reported.temperature');
    expect(firstPath(['timestamp', 'v'])).toBe('timestamp');
    expect(firstPath([])).toBeUndefined();
  });
});

describe('numberAt', () => {
  it('returns the number at a path', () => {
    expect(numberAt(value, 'state.reported.temperature')).toBe(21.5);
    expect(numberAt(value, 'values.0')).toBe(1);
    expect(numberAt(7, '')).toBe(7);
  });

  it('returns 1 for true, and undefined for other values', () => {
    expect(numberAt(value, 'state.reported.power')).toBe(1);
    expect(numberAt(value, 'values.1')).toBeUndefined();
    expect(numberAt(value, 'constructor.length')).toBeUndefined();
  });
});

describe('parseJson', () => {
  it('returns undefined for other texts', () => {
    expect(parseJson('{')).toBeUndefined();
    expect(parseJson(undefined)).toBeUndefined();
  });
});
