import { matchBlocks } from './match-blocks';

const block = (name: string, more: object = {}) => ({
  name: { constant_value: name },
  to: { references: [] },
  ...more,
});

test("matches blocks in a set by their constants, regardless of the plan's order", () => {
  const [a, b] = [block('a'), block('b')];
  expect(matchBlocks([{ name: 'b' }, { name: 'a', to: 'x' }], [a, b])).toEqual([b, a]);
});

test('matches blocks by position if they have no constants', () => {
  const [first, second] = [{ to: { references: ['a.b'] } }, { to: { references: ['a.c'] } }];
  expect(matchBlocks([{ to: null }, { to: null }], [first, second])).toEqual([first, second]);
});

test('matches a dynamic block with no configuration', () => {
  const a = block('a');
  expect(matchBlocks([{ name: 'x' }, { name: 'a' }], [a])).toEqual([undefined, a]);
});

test('does not compare a constant that contains an escape', () => {
  const blocks = [block('$${a}', { to: { references: ['a.b'] } }), block('c')];
  expect(matchBlocks([{ name: '${a}' }, { name: 'c' }], blocks)).toEqual(blocks);
});
