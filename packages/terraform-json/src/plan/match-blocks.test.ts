import { matchBlocks } from './match-blocks';

const block = (name: string, more: object = {}) => ({
  name: { constant_value: name },
  to: { references: [] },
  ...more,
});

test('blocks of a set are matched by their constants, in whatever order the plan has them', () => {
  const [a, b] = [block('a'), block('b')];
  expect(matchBlocks([{ name: 'b' }, { name: 'a', to: 'x' }], [a, b])).toEqual([b, a]);
});

test('blocks without constants are matched by their order', () => {
  const [first, second] = [{ to: { references: ['a.b'] } }, { to: { references: ['a.c'] } }];
  expect(matchBlocks([{ to: null }, { to: null }], [first, second])).toEqual([first, second]);
});

test('a dynamic block has no configuration', () => {
  const a = block('a');
  expect(matchBlocks([{ name: 'x' }, { name: 'a' }], [a])).toEqual([undefined, a]);
});

test('a constant with an escape is not compared', () => {
  const blocks = [block('$${a}', { to: { references: ['a.b'] } }), block('c')];
  expect(matchBlocks([{ name: '${a}' }, { name: 'c' }], blocks)).toEqual(blocks);
});
