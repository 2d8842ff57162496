import { filterMistake, filtersOf } from './filters';

describe('filtersOf', () => {
  it('returns the lines, and all topics by default', () => {
    expect(filtersOf('a/#\nb')).toEqual(['a/#', 'b']);
    expect(filtersOf('')).toEqual(['#', '$aws/#']);
    expect(filtersOf(undefined)).toEqual(['#', '$aws/#']);
  });

  it('returns at most eight filters', () => {
    expect(filtersOf('a\nb\nc\nd\ne\nf\ng\nh\ni')).toHaveLength(8);
  });
});

describe('filterMistake', () => {
  it('accepts wildcards that are whole levels', () => {
    for (const filter of ['#', 'a/+/b', 'a/#', '+', 'a//b']) expect(filterMistake(filter)).toBeUndefined();
  });

  it('explains invalid wildcards', () => {
    expect(filterMistake('a/#/b')).toBe('a/#/b: # must be the last level');
    expect(filterMistake('a/b+')).toBe('a/b+: + and # must be the only character of a level');
  });
});
