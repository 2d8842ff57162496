import { columnsOf, layOut, smoothPath } from './layout';
import { map } from './map.fixture';

const placed = layOut(map);
const xOf = (id: string) => placed.nodes.find(({ node }) => node.id === id)?.x ?? Number.NaN;

test('places clients, entries, rules, functions and stores in columns', () => {
  const columns = columnsOf(map.nodes);
  for (const { id } of map.nodes)
    for (const { id: other } of map.nodes)
      expect(Math.sign(xOf(id) - xOf(other))).toBe(Math.sign((columns.get(id) ?? 0) - (columns.get(other) ?? 0)));
});

test('columns of missing kinds are left out', () => {
  const nodes = map.nodes.filter(({ kind }) => kind === 'outside' || kind === 'table');
  expect(new Set(columnsOf(nodes).values())).toEqual(new Set([0, 1]));
});

test('places a node without edges in its column', () => {
  const lonely = { id: 'aws_dynamodb_table.other', kind: 'table', label: 'other', monitors: [] };
  const { nodes } = layOut({ ...map, nodes: [...map.nodes, lonely] });
  const x = nodes.find(({ node }) => node.id === lonely.id)?.x;
  expect(x).toBe(nodes.find(({ node }) => node.id === 'aws_dynamodb_table.readings')?.x);
});

test('nodes do not overlap, and the layout does not depend on the order of declaration', () => {
  const corners = placed.nodes.map(({ x, y }) => `${x} ${y}`);
  expect(new Set(corners).size).toBe(map.nodes.length);
  expect(layOut({ nodes: map.nodes.toReversed(), edges: map.edges.toReversed() }).nodes).toEqual(placed.nodes);
});

test('edges start at the initiator, also if they lead to the left', () => {
  const back = placed.edges.find(({ edge }) => edge.from === 'aws_lambda_function.writer' && edge.to === 'shadow');
  const [first, last] = [back?.points[0], back?.points.at(-1)];
  expect(first?.x).toBeGreaterThan(last?.x ?? Number.NaN);
  expect(smoothPath(back?.points ?? [])).toMatch(/^M[\d.,]+(C[-\d., ]+)+$/);
});

test('leaves out edges to unknown nodes', () => {
  const edge = { from: 'devices', to: 'gone', flow: 'there', what: 'data' } as const;
  expect(layOut({ nodes: map.nodes, edges: [edge] }).edges).toEqual([]);
});
