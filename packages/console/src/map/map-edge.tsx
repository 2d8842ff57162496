import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useMemo, useRef } from 'react';
import { formatCount } from '../shared/format';
import { travelTime, useActivity, usePulse } from './activity-context';
import { labelPoint, type PlacedEdge, smoothPath } from './layout';
import classes from './map.module.css';

/** Edge of the map, for React Flow. */
export type FlowEdge = Edge<{ placed: PlacedEdge; isSelected: boolean; isFaded: boolean }, 'flow'>;

/** Edge along which a light travels with each event. */
export const MapEdge = memo(function MapEdge({ id, data, markerStart, markerEnd }: EdgeProps<FlowEdge>) {
  const activity = useActivity(id);
  const light = useRef<SVGPathElement>(null);
  const path = useMemo(() => smoothPath(data?.placed.points ?? []), [data]);
  usePulse(activity, (delay) =>
    light.current?.animate(
      [
        { strokeDashoffset: 0.2, opacity: 1 },
        { strokeDashoffset: -1, opacity: 1 },
      ],
      { duration: travelTime, delay },
    ),
  );
  if (data === undefined) return null;
  const { placed, isSelected, isFaded } = data;
  const middle = labelPoint(placed.points);
  return (
    <g
      className={classes.edge}
      data-what={placed.edge.what}
      data-selected={isSelected || undefined}
      data-faded={isFaded || undefined}
    >
      <BaseEdge
        path={path}
        interactionWidth={0}
        {...(markerStart !== undefined && { markerStart })}
        {...(markerEnd !== undefined && { markerEnd })}
      />
      <path ref={light} className={classes.light} d={path} pathLength={1} />
      {middle !== undefined && (activity.events > 0 || isSelected) && (
        <EdgeLabelRenderer>
          <span
            className={classes.edgeLabel}
            data-faded={isFaded || undefined}
            style={{ transform: `translate(-50%, -50%) translate(${middle.x}px, ${middle.y}px)` }}
          >
            {[isSelected ? placed.edge.label : undefined, activity.events > 0 && formatCount(activity.events)]
              .filter((part) => typeof part === 'string')
              .join(' · ')}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
