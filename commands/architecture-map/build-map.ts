import type { Block } from '@himeshima/terraform-json';
import { edgesIn } from './map-edges';
import type { ArchitectureMap, MapEdge, MapNode } from './map-model';
import { nodesIn, outsiders } from './map-nodes';

/** Everything of a stack through which something goes. */
export function buildMap(resources: readonly Block[]): ArchitectureMap {
  const nodes = [...outsiders, ...nodesIn(resources)];
  return connected(nodes, once(edgesIn(resources)));
}

/** A edge is drawn once, whatever goes it: what is asked for and what is brought are two ends of one line. */
function once(edges: readonly MapEdge[]): readonly MapEdge[] {
  const known = new Map<string, MapEdge>();
  for (const edge of edges) {
    const key = `${edge.from} ${edge.to}`;
    const other = known.get(key);
    known.set(key, other === undefined ? edge : joined(other, edge));
  }
  return [...known.values()];
}

/** Where failures go, nothing else does: to put them there is a right like any other. */
function joined(one: MapEdge, other: MapEdge): MapEdge {
  return {
    ...one,
    ...(other.label !== undefined && { label: other.label }),
    flow: one.flow === other.flow ? one.flow : 'both',
    what: [one.what, other.what].includes('failure') ? 'failure' : one.what,
  };
}

function connected(nodes: readonly MapNode[], edges: readonly MapEdge[]): ArchitectureMap {
  const ids = new Set(nodes.map(({ id }) => id));
  const between = edges.filter(({ from, to }) => ids.has(from) && ids.has(to) && from !== to);
  const used = new Set(between.flatMap(({ from, to }) => [from, to]));
  return { nodes: nodes.filter(({ id }) => used.has(id)), edges: between };
}

/** The whole, as far as all goes well: where failures go is in the parts. */
export function overview({ nodes, edges }: ArchitectureMap): ArchitectureMap {
  return connected(
    nodes,
    edges.filter(({ what }) => what === 'data').map(({ from, to, flow, what }) => ({ from, to, flow, what })),
  );
}

/** The parts of the platform that have a picture, in the order in which they are declared. */
export const slicesOf = ({ nodes }: ArchitectureMap): readonly string[] => [
  ...new Set(nodes.flatMap(({ slice }) => slice ?? [])),
];

/** One part, what it borders on, and who watches it. */
export function sliceOf({ nodes, edges }: ArchitectureMap, slice: string): ArchitectureMap {
  const own = nodes.filter((node) => node.slice === slice);
  const ids = new Set(own.map(({ id }) => id));
  const touching = edges.filter(({ from, to }) => ids.has(from) || ids.has(to));
  const groups = watchersOf(own);
  return connected(
    [...nodes, ...groups.map(({ node }) => node)],
    [...touching, ...groups.flatMap(({ edges: watching }) => watching)],
  );
}

/** What looks at the same kind of node is one. */
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
