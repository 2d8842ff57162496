import { looks } from './looks';
import type { ArchitectureMap, Place, Way } from './map';

/** The map as Mermaid's text, which GitLab draws. */
export function mermaidOf({ places, ways }: ArchitectureMap): string {
  const kinds = [...new Set(places.map(({ kind }) => kind))];
  return [
    'flowchart LR',
    ...places.map((place) => `  ${nodeOf(place)}`),
    ...ways.map((way) => `  ${edgeOf(way)}`),
    ...kinds.map((kind) => `  classDef ${kind} fill:#fff,stroke:${looks[kind].colour},color:#0f172a`),
  ].join('\n');
}

const idOf = (id: string) => id.replaceAll(/\W/g, '_');
/** Quoted, as topics have signs that mean something to Mermaid. */
const quoted = (text: string) => `"${text.replaceAll('"', '#quot;')}"`;

function nodeOf({ id, kind, label }: Place): string {
  const { caption, shape } = looks[kind];
  const [before, after] = shape;
  return `${idOf(id)}${before}${quoted(caption === '' ? label : `${caption} ${label}`)}${after}:::${kind}`;
}

function edgeOf({ from, to, label, flow, what }: Way): string {
  const [begin, end] = flow === 'back' ? [to, from] : [from, to];
  const arrow = `${flow === 'both' ? '<' : ''}${what === 'data' ? '-->' : '-.->'}`;
  return `${idOf(begin)} ${arrow}${label === undefined ? '' : `|${quoted(label)}|`} ${idOf(end)}`;
}
