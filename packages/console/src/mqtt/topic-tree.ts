import type { Answer } from '../api/operations';

export type TopicSummary = Answer<'listTopics'>['topics'][number];

/** Level of topics, with the numbers of all topics below it. */
export interface TopicNode {
  /** Name of the level, such as `temp`. */
  readonly level: string;
  /** Topic or prefix of topics, such as `Sensor/temp`. */
  readonly path: string;
  readonly messages: number;
  readonly bytes: number;
  readonly perMinute: number;
  readonly children: readonly TopicNode[];
}

interface Growing {
  readonly level: string;
  readonly path: string;
  messages: number;
  bytes: number;
  perMinute: number;
  readonly children: Map<string, Growing>;
}

const isReserved = ({ path }: { readonly path: string }): number =>
  path.startsWith('$') && !path.includes('/') ? 1 : 0;

const freeze = (nodes: ReadonlyMap<string, Growing>): readonly TopicNode[] =>
  [...nodes.values()]
    .map(({ children, ...node }) => ({ ...node, children: freeze(children) }))
    .toSorted((one, other) => isReserved(one) - isReserved(other) || one.level.localeCompare(other.level));

/** Returns the tree of the levels of topics, sorted by name; reserved topics such as `$aws` are last. */
export function buildTopicTree(topics: readonly TopicSummary[]): readonly TopicNode[] {
  const roots = new Map<string, Growing>();
  for (const { topic, messages, bytes, perMinute } of topics) {
    let nodes = roots;
    let path = '';
    for (const [depth, level] of topic.split('/').entries()) {
      path = depth === 0 ? level : `${path}/${level}`;
      const node = nodes.get(level) ?? { level, path, messages: 0, bytes: 0, perMinute: 0, children: new Map() };
      nodes.set(level, node);
      node.messages += messages;
      node.bytes += bytes;
      node.perMinute += perMinute;
      nodes = node.children;
    }
  }
  return freeze(roots);
}

/** Row of the tree as it is shown. */
export interface TopicRow {
  readonly node: TopicNode;
  readonly depth: number;
  readonly isExpanded: boolean;
}

/** Returns the visible rows: the children of a node follow it if it is expanded. */
export function visibleRows(
  nodes: readonly TopicNode[],
  isExpanded: (node: TopicNode, depth: number) => boolean,
  depth = 0,
): readonly TopicRow[] {
  return nodes.flatMap((node) => {
    const expanded = node.children.length > 0 && isExpanded(node, depth);
    return [
      { node, depth, isExpanded: expanded },
      ...(expanded ? visibleRows(node.children, isExpanded, depth + 1) : []),
    ];
  });
}

/** Returns the filter for the messages of a node and everything below it. */
export const filterOf = ({ path, children }: TopicNode): string => (children.length === 0 ? path : `${path}/#`);

/** Effect of a key on the tree. */
export type TreeAction =
  | { readonly kind: 'focus'; readonly row: TopicRow }
  | { readonly kind: 'expand' | 'collapse' | 'choose'; readonly row: TopicRow };

/** Returns the effect of a key on a row, as the keyboard pattern of trees defines it; undefined for other keys. */
export function treeAction(key: string, rows: readonly TopicRow[], row: TopicRow): TreeAction | undefined {
  const position = rows.indexOf(row);
  const focus = (target: TopicRow | undefined): TreeAction | undefined => target && { kind: 'focus', row: target };
  switch (key) {
    case 'ArrowDown':
      return focus(rows[position + 1]);
    case 'ArrowUp':
      return focus(rows[position - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.isExpanded) return focus(rows[position + 1]);
      return row.node.children.length === 0 ? undefined : { kind: 'expand', row };
    case 'ArrowLeft':
      if (row.isExpanded) return { kind: 'collapse', row };
      return focus(rows.slice(0, position).findLast(({ depth }) => depth < row.depth));
    case 'Enter':
    case ' ':
      return { kind: 'choose', row };
    default:
      return undefined;
  }
}
