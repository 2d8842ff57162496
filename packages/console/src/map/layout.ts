import { Graph, layout } from '@dagrejs/dagre';
import type { ArchitectureMap, MapEdge, MapNode } from '../api/operations';
import { kindOf } from './node-kinds';

export const nodeWidth = 216;
export const nodeHeight = 36;

/** Maximum number of edges with room for their numbers next to nodes. With more room, a larger map would not fit the screen. */
const fewEdges = 30;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Node with the position of its upper left corner. */
export interface PlacedNode extends Point {
  readonly node: MapNode;
}

/** Edge with the points of its line, which start at the initiator. */
export interface PlacedEdge {
  readonly id: string;
  readonly edge: MapEdge;
  readonly points: readonly Point[];
}

export interface PlacedMap {
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** ID of an edge. */
export const edgeId = ({ from, to }: Pick<MapEdge, 'from' | 'to'>): string => `${from} → ${to}`;

/** Returns the column of each node, by the stage of its kind. Stages without nodes have no column. */
export function columnsOf(nodes: readonly MapNode[]): ReadonlyMap<string, number> {
  const stages = [...new Set(nodes.map(({ kind }) => kindOf(kind).stage))].sort((one, other) => one - other);
  return new Map(nodes.map(({ id, kind }) => [id, stages.indexOf(kindOf(kind).stage)]));
}

/** Invisible node that leads to the first nodes, so that each of them is in its column. */
const root = ' root';

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Sorts a map, so that its layout does not depend on the order in which resources are declared. */
const sortMap = ({ nodes, edges }: ArchitectureMap): ArchitectureMap => ({
  nodes: nodes.toSorted((one, other) => byText(one.id, other.id)),
  edges: edges.toSorted((one, other) => byText(edgeId(one), edgeId(other))),
});

/** Places the nodes in columns, from left to right. */
export function layOut(given: ArchitectureMap): PlacedMap {
  const map = sortMap(given);
  const columns = columnsOf(map.nodes);
  const lengthOf = ({ from, to }: MapEdge) => (columns.get(to) ?? 0) - (columns.get(from) ?? 0);
  const drawn = map.edges.filter(({ from, to }) => columns.has(from) && columns.has(to) && from !== to);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 6, ranksep: 130, edgesep: drawn.length <= fewEdges ? 24 : 2 });
  graph.setNode(root, { width: 0, height: 0 });
  for (const { id } of map.nodes) graph.setNode(id, { width: nodeWidth, height: nodeHeight });
  for (const edge of drawn) {
    const length = lengthOf(edge);
    // an edge within a column would move one of its nodes to another column
    if (length === 0) continue;
    const [left, right] = length > 0 ? [edge.from, edge.to] : [edge.to, edge.from];
    graph.setEdge(left, right, { minlen: Math.abs(length), weight: edge.what === 'data' ? 2 : 1 }, edgeId(edge));
  }
  for (const id of graph.sources())
    if (id !== root) graph.setEdge(root, id, { minlen: (columns.get(id) ?? 0) + 1, weight: 0 }, root);
  layout(graph);

  const center = (id: string): Point => {
    const { x = 0, y = 0 } = graph.node(id);
    return { x, y };
  };
  const pointsOf = (edge: MapEdge): readonly Point[] => {
    const length = lengthOf(edge);
    if (length === 0) return [sidePoint(center(edge.from), 1), sidePoint(center(edge.to), 1)];
    const [left, right] = length > 0 ? [edge.from, edge.to] : [edge.to, edge.from];
    const inner = (graph.edge(left, right, edgeId(edge)).points ?? []).slice(1, -1);
    const points = [sidePoint(center(left), 1), ...inner, sidePoint(center(right), -1)];
    return length > 0 ? points : points.reverse();
  };
  return {
    // the order of the keyboard focus: from left to right, then from top to bottom
    nodes: map.nodes
      .map((node) => ({ node, x: center(node.id).x - nodeWidth / 2, y: center(node.id).y - nodeHeight / 2 }))
      .sort((one, other) => one.x - other.x || one.y - other.y),
    edges: drawn.map((edge) => ({ id: edgeId(edge), edge, points: pointsOf(edge) })),
  };
}

/** Returns the middle of a node's right side, or of its left side for a negative direction. */
const sidePoint = ({ x, y }: Point, direction: 1 | -1): Point => ({ x: x + (direction * nodeWidth) / 2, y });

const arcWidth = 56;

/** Returns a curve between two points that is horizontal at both ends; an arc to the right if they are in one column. */
function curve(from: Point, to: Point): string {
  const [one, other] =
    from.x === to.x ? [from.x + arcWidth, to.x + arcWidth] : [(from.x + to.x) / 2, (from.x + to.x) / 2];
  return `C${one},${from.y} ${other},${to.y} ${to.x},${to.y}`;
}

/** Returns a smooth SVG path through points. */
export function smoothPath(points: readonly Point[]): string {
  const [first] = points;
  if (first === undefined) return '';
  const curves = points.slice(1).map((point, index) => curve(points[index] ?? point, point));
  return `M${first.x},${first.y}${curves.join('')}`;
}

/** Returns the point on the path at which the label of an edge is placed. */
export function labelPoint(points: readonly Point[]): Point | undefined {
  const middle = Math.floor((points.length - 1) / 2);
  const [from, to] = [points[middle], points[middle + 1]];
  if (from === undefined || to === undefined) return from;
  const bulge = from.x === to.x ? arcWidth * 0.75 : 0;
  return { x: (from.x + to.x) / 2 + bulge, y: (from.y + to.y) / 2 };
}
