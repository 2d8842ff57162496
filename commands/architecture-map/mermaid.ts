import type { ArchitectureMap, MapEdge, MapNode } from '@himeshima/local-aws/architecture-map';
import { nodeStyles } from './node-styles';

/** Returns the map as Mermaid text, which GitLab renders. */
export function mermaidOf({ nodes, edges }: ArchitectureMap): string {
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  return [
    'flowchart LR',
    ...nodes.map((node) => `  ${drawNode(node)}`),
    ...edges.map((edge) => `  ${drawEdge(edge)}`),
    ...kinds.map((kind) => `  classDef ${kind} fill:#fff,stroke:${nodeStyles[kind].colour},color:#0f172a`),
  ].join('\n');
}

const idOf = (id: string) => id.replaceAll(/\W/g, '_');
/** Quotes a label, because topics contain Mermaid's special characters. */
const quote = (text: string) => `"${text.replaceAll('"', '#quot;')}"`;

function drawNode({ id, kind, label }: MapNode): string {
  const { caption, shape } = nodeStyles[kind];
  const [before, after] = shape;
  return `${idOf(id)}${before}${quote(caption === '' ? label : `${caption} ${label}`)}${after}:::${kind}`;
}

function drawEdge({ from, to, label, flow, what }: MapEdge): string {
  const [begin, end] = flow === 'back' ? [to, from] : [from, to];
  const arrow = `${flow === 'both' ? '<' : ''}${what === 'data' ? '-->' : '-.->'}`;
  return `${idOf(begin)} ${arrow}${label === undefined ? '' : `|${quote(label)}|`} ${idOf(end)}`;
}
