import { VisuallyHidden } from '@mantine/core';
import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { memo, useRef } from 'react';
import type { MapNode as MapNodeData } from '../api/operations';
import { formatCount } from '../shared/format';
import { VisibleText } from '../shared/visible-text';
import { useActivity, usePulse } from './activity-context';
import classes from './map.module.css';
import { kindOf } from './node-kinds';

/** Node of the map, for React Flow. */
export type ResourceNode = Node<{ node: MapNodeData; isSelected: boolean; isFaded: boolean }, 'resource'>;

/** Node with its kind, label and counters. It lights up with each event, and stays red after a failure. */
export const MapNode = memo(function MapNode({ data: { node, isSelected, isFaded } }: NodeProps<ResourceNode>) {
  const { caption, symbol, hue } = kindOf(node.kind);
  const activity = useActivity(node.id);
  const box = useRef<HTMLDivElement>(null);
  usePulse(activity, (delay) =>
    box.current?.animate(
      [
        { boxShadow: '0 0 0 3px var(--node-light), 0 0 18px 4px var(--node-light)' },
        { boxShadow: '0 0 0 0 transparent, 0 0 0 0 transparent' },
      ],
      { duration: 900, delay, easing: 'ease-out' },
    ),
  );
  return (
    <div
      ref={box}
      className={classes.node}
      data-grey={hue === undefined || undefined}
      data-failed={activity.hasNewFailure || undefined}
      data-selected={isSelected || undefined}
      data-faded={isFaded || undefined}
      style={{ '--node-hue': hue }}
    >
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className={classes.symbol} aria-hidden="true">
        {symbol}
      </span>
      <VisuallyHidden>{caption}</VisuallyHidden>
      <span className={classes.label} title={node.label}>
        <VisibleText text={node.label} />
      </span>
      {activity.events > 0 && (
        <span className={classes.count}>
          {formatCount(activity.events)}
          <VisuallyHidden>events</VisuallyHidden>
        </span>
      )}
      {activity.hasNewFailure && (
        <span className={classes.failures}>
          ✗ {formatCount(activity.failures)}
          <VisuallyHidden>failures</VisuallyHidden>
        </span>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});
