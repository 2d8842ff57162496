import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { formatBytes, formatCount } from '../shared/format';
import { Hint } from '../shared/section';
import { visibleString } from '../shared/visible-characters';
import { VisibleText } from '../shared/visible-text';
import classes from './mqtt.module.css';
import {
  buildTopicTree,
  filterOf,
  type TopicNode,
  type TopicRow,
  type TopicSummary,
  treeAction,
  visibleRows,
} from './topic-tree';

interface Props {
  readonly topics: readonly TopicSummary[];
  readonly filters: readonly string[];
  readonly choose: (filter: string) => void;
}

/** Deeper or longer levels are collapsed until the user expands them. */
const expandedDepth = 3;
const longestLevel = 30;

const isExpandedFirst = ({ children }: TopicNode, depth: number): boolean =>
  depth < expandedDepth && children.length <= longestLevel;

/** Tree of topics with rates and sizes. A node selects the messages of its topic and of the topics below. */
export function TopicTreeView({ topics, filters, choose }: Props) {
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [focused, setFocused] = useState<string>();
  const list = useRef<HTMLDivElement>(null);
  const tree = useMemo(() => buildTopicTree(topics), [topics]);
  const rows = visibleRows(tree, (node, depth) => toggled.get(node.path) ?? isExpandedFirst(node, depth));
  const current = rows.some(({ node }) => node.path === focused) ? focused : rows[0]?.node.path;

  const toggle = ({ node: { path }, isExpanded }: TopicRow) => setToggled(new Map(toggled).set(path, !isExpanded));
  const onKeyDown = (event: KeyboardEvent, on: TopicRow) => {
    const action = treeAction(event.key, rows, on);
    if (action === undefined) return;
    event.preventDefault();
    const { kind, row } = action;
    if (kind === 'choose') return choose(filterOf(row.node));
    if (kind !== 'focus') return toggle(row);
    setFocused(row.node.path);
    const item = list.current?.children.item(rows.indexOf(row));
    if (item instanceof HTMLElement) item.focus();
  };

  if (rows.length === 0) return <Hint>No messages have been published yet.</Hint>;
  return (
    <div className={classes.tree} role="tree" aria-label="Topics" ref={list}>
      {rows.map((row) => (
        <div
          key={row.node.path}
          role="treeitem"
          className={classes.node}
          aria-level={row.depth + 1}
          aria-expanded={row.node.children.length === 0 ? undefined : row.isExpanded}
          aria-selected={filters.includes(filterOf(row.node))}
          tabIndex={row.node.path === current ? 0 : -1}
          title={visibleString(row.node.path)}
          style={{ marginLeft: `${row.depth * 0.9}rem` }}
          onKeyDown={(event) => onKeyDown(event, row)}
          onClick={() => choose(filterOf(row.node))}
        >
          <NodeContent row={row} toggle={() => toggle(row)} />
        </div>
      ))}
    </div>
  );
}

function NodeContent({ row: { node }, toggle }: { row: TopicRow; toggle: () => void }) {
  return (
    <>
      <span
        className={classes.arrow}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          toggle();
        }}
      >
        {node.children.length > 0 && '▶'}
      </span>
      <span className={classes.level}>{node.level === '' ? '(empty)' : <VisibleText text={node.level} />}</span>
      <span className={classes.numbers}>
        {node.perMinute > 0 && `${formatCount(node.perMinute)}/min · `}
        {formatCount(node.messages)} · {formatBytes(node.bytes)}
      </span>
    </>
  );
}
