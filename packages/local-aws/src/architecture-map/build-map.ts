import type { Block } from '@himeshima/terraform-json';
import { edgesIn } from './map-edges';
import type { ArchitectureMap, MapEdge, MapNode } from './map-model';
import { nodesIn, outsiders } from './map-nodes';

/**
 * Builds the map of a stack: all resources that data can flow through, even if no edge leads to them.
 * @param blocks resources and data sources of the stack
 */
export function buildMap(blocks: readonly Block[]): ArchitectureMap {
  const own = nodesIn(blocks);
  const { nodes, edges } = connect([...outsiders, ...own], mergeEdges(edgesIn(blocks)));
  return { nodes: [...nodes.filter(({ id }) => outsiders.some((outsider) => outsider.id === id)), ...own], edges };
}

/** Merges edges between the same nodes, so that reads and writes are drawn as one line with two arrowheads. */
function mergeEdges(edges: readonly MapEdge[]): readonly MapEdge[] {
  const known = new Map<string, MapEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const existing = known.get(key);
    known.set(key, existing === undefined ? edge : mergePair(existing, edge));
  }
  return [...known.values()];
}

/** Merges two edges. If either edge is a failure edge, the result is a failure edge, because regular data does not flow to failure destinations. */
function mergePair(first: MapEdge, second: MapEdge): MapEdge {
  return {
    ...first,
    ...(second.label !== undefined && { label: second.label }),
    flow: first.flow === second.flow ? first.flow : 'both',
    what: [first.what, second.what].includes('failure') ? 'failure' : first.what,
  };
}

function connect(nodes: readonly MapNode[], edges: readonly MapEdge[]): ArchitectureMap {
  const ids = new Set(nodes.map(({ id }) => id));
  const between = edges.filter(({ from, to }) => ids.has(from) && ids.has(to) && from !== to);
  const used = new Set(between.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => used.has(id)), edges: between };
}

/** Returns the overview, which contains only data edges, without labels. Failure destinations are on the maps of the slices. */
export function overview({ nodes, edges }: ArchitectureMap): ArchitectureMap {
  return connect(
    nodes,
    edges.filter(({ what }) => what === 'data').map(({ from, to, flow, what }) => ({ from, to, flow, what })),
  );
}

/** Returns the slices of the platform in the order of their declaration. */
export const slicesOf = ({ nodes }: ArchitectureMap): readonly string[] => [
  ...new Set(nodes.flatMap(({ slice }) => slice ?? [])),
];

/** Returns the map of one slice, with its neighbors and monitors. */
export function sliceOf({ nodes, edges }: ArchitectureMap, slice: string): ArchitectureMap {
  const own = nodes.filter((node) => node.slice === slice);
  const ids = new Set(own.map(({ id }) => id));
  const touching = edges.filter(({ from, to }) => ids.has(from) || ids.has(to));
  const groups = watchersOf(own);
  return connect(
    [...nodes, ...groups.map(({ node }) => node)],
    [...touching, ...groups.flatMap(({ edges: watching }) => watching)],
  );
}

/** Combines the monitors that watch each kind of node into one node, and returns the new nodes with their edges. */
function watchersOf(
  own: readonly MapNode[],
): readonly { readonly node: MapNode; readonly edges: readonly MapEdge[] }[] {
  const kinds = [...new Set(own.filter(({ monitors }) => monitors.length > 0).map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const seen = own.filter((node) => node.kind === kind && node.monitors.length > 0);
    const monitors = [...new Set(seen.flatMap((node) => node.monitors))];
    const id = `monitors-of-${kind}`;
    const label = monitors.length === 1 ? (monitors[0] ?? '') : `${monitors.length} monitors`;
    return {
      node: { id, kind: 'monitors', label, slice: own[0]?.slice, monitors },
      edges: seen.map((node) => ({ from: node.id, to: id, flow: 'there', what: 'watch' })),
    };
  });
}
