import { buildTopicTree, filterOf, type TopicSummary, treeAction, visibleRows } from './topic-tree';

const summary = (topic: string, messages = 1): TopicSummary => ({
  topic,
  messages,
  bytes: messages * 10,
  perMinute: messages,
  last: '2026-01-31T12:00:00.000Z',
});

const tree = buildTopicTree([summary('b/x', 2), summary('b', 1), summary('a//z'), summary('/a')]);

describe('buildTopicTree', () => {
  it('adds the numbers of a topic to each of its levels', () => {
    const [, , b] = tree;
    expect(b).toMatchObject({ path: 'b', messages: 3, bytes: 30, perMinute: 3 });
    expect(b?.children).toMatchObject([{ level: 'x', path: 'b/x', messages: 2 }]);
  });

  it('keeps empty levels', () => {
    expect(tree.map(({ path }) => path)).toEqual(['', 'a', 'b']);
    expect(visibleRows(tree, () => true).map(({ node }) => node.path)).toEqual([
      '',
      '/a',
      'a',
      'a/',
      'a//z',
      'b',
      'b/x',
    ]);
  });
});

describe('the order', () => {
  it('lists reserved topics last', () => {
    const roots = buildTopicTree([summary('$aws/events'), summary('a'), summary('b/$x'), summary('b/y')]);
    expect(visibleRows(roots, () => true).map(({ node }) => node.path)).toEqual([
      'a',
      'b',
      'b/$x',
      'b/y',
      '$aws',
      '$aws/events',
    ]);
  });
});

describe('visibleRows', () => {
  it('hides the children of nodes that are not expanded', () => {
    const rows = visibleRows(tree, ({ path }) => path === 'b');
    expect(rows.map(({ node, depth }) => [node.path, depth])).toEqual([
      ['', 0],
      ['a', 0],
      ['b', 0],
      ['b/x', 1],
    ]);
  });
});

describe('filterOf', () => {
  it('includes the topics below a node', () => {
    expect(visibleRows(tree, () => true).map(({ node }) => filterOf(node))).toContain('b/#');
    expect(visibleRows(tree, () => true).map(({ node }) => filterOf(node))).toContain('b/x');
  });
});

describe('treeAction', () => {
  const rows = visibleRows(tree, () => true);
  const act = (key: string, path: string) => {
    const row = rows.find(({ node }) => node.path === path);
    const action = row && treeAction(key, rows, row);
    return action && [action.kind, action.row.node.path];
  };

  it('moves to the next, the previous, the first and the last row', () => {
    expect(act('ArrowDown', 'a')).toEqual(['focus', 'a/']);
    expect(act('ArrowUp', 'a')).toEqual(['focus', '/a']);
    expect(act('Home', 'a')).toEqual(['focus', '']);
    expect(act('End', 'a')).toEqual(['focus', 'b/x']);
    expect(act('ArrowDown', 'b/x')).toBeUndefined();
  });

  it('collapses a row, and moves from a topic to the level above', () => {
    expect(act('ArrowLeft', 'b')).toEqual(['collapse', 'b']);
    expect(act('ArrowLeft', 'b/x')).toEqual(['focus', 'b']);
    expect(act('ArrowRight', 'b/x')).toBeUndefined();
  });

  it('expands a collapsed row and selects with Enter or space', () => {
    const [first, ...others] = visibleRows(tree, () => false);
    expect(first && treeAction('ArrowRight', [first, ...others], first)?.kind).toBe('expand');
    expect(act('Enter', 'b')).toEqual(['choose', 'b']);
    expect(act(' ', 'b')).toEqual(['choose', 'b']);
  });
});
