import { mergePatch } from './merge-patch';

describe('mergePatch', () => {
  it('contains only the keys that change', () => {
    expect(mergePatch({ power: true, level: 3 }, { power: false, level: 3 })).toEqual({ power: false });
  });

  it('removes missing keys with null, at any depth', () => {
    expect(mergePatch({ a: { b: 1, c: 2 }, d: 3 }, { a: { b: 1 } })).toEqual({ d: null, a: { c: null } });
  });

  it('replaces arrays and adds new keys', () => {
    expect(mergePatch({ steps: [1, 2] }, { steps: [1], name: 'x' })).toEqual({ steps: [1], name: 'x' });
  });

  it('returns undefined if nothing changes', () => {
    expect(mergePatch({ a: { b: [1] } }, { a: { b: [1] } })).toBeUndefined();
  });

  it('contains everything if there was no state', () => {
    expect(mergePatch(undefined, { power: true })).toEqual({ power: true });
  });
});
