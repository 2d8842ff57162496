import '@xyflow/react/dist/style.css';
import { Loader, useComputedColorScheme } from '@mantine/core';
import { useThrottledCallback } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Controls, MarkerType, ReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { apiQuery } from '../api/client';
import { useApi } from '../api/hooks';
import type { ArchitectureMap } from '../api/operations';
import { usePushes } from '../api/stream-context';
import { ErrorNote } from '../shared/error-note';
import { navigate, useRoute } from '../shell/use-route';
import { createActivity, type MapActivity, type Totals } from './activity';
import { ActivityContext } from './activity-context';
import { findNode } from './find-node';
import { FirstMessage } from './first-message';
import { layOut, nodeHeight, nodeWidth, type PlacedEdge } from './layout';
import classes from './map.module.css';
import { type FlowEdge, MapEdge } from './map-edge';
import { MapNode, type ResourceNode } from './map-node';
import { NodePanel } from './node-panel';

const accessibility = { 'node.a11yDescription.default': 'Press Enter for details.' };
const nodeTypes = { resource: MapNode };
const edgeTypes = { flow: MapEdge };
/** Margins of the map, with room for the zoom buttons. */
const margins = { left: '60px', right: '20px', y: '20px' } as const;
/** Number of nodes that are visible at first on a narrow screen, where the labels of the whole map are too small. */
const narrowNodes = 8;

/** Returns the nodes that are visible at first. */
function fittingOf(nodes: readonly ResourceNode[]) {
  const isNarrow = matchMedia('(max-width: 40em)').matches;
  return { padding: margins, maxZoom: 1, ...(isNarrow && { nodes: nodes.slice(0, narrowNodes) }) };
}

const arrow = { type: MarkerType.ArrowClosed, width: 14, height: 14 };

/** Activities by map, which are kept while other views are open. */
const activities = new WeakMap<ArchitectureMap, MapActivity>();

function activityOf(map: ArchitectureMap): MapActivity {
  const activity = activities.get(map) ?? createActivity(map);
  activities.set(map, activity);
  return activity;
}

/** A changed stack causes no event, so the map is loaded regularly; an unchanged map stays the same object. */
const refreshMs = 10_000;

/** Live map: the architecture of the platform, in which each event lights up its resource. */
export default function MapView() {
  const { data, error } = useQuery({ ...apiQuery('getMap'), refetchInterval: refreshMs });
  if (error !== null && data === undefined) return <ErrorNote error={error} />;
  if (data === undefined) return <Loader m="xl" role="status" aria-label="Loading" />;
  return <LoadedMap map={data} />;
}

function select(node: string | undefined): void {
  navigate({ view: 'map', query: { node } }, { replace: true });
}

/** Counts the recorded and the live events. Returns the numbers; undefined until the recorded events are loaded. */
function useActivityFeed(activity: MapActivity): Totals | undefined {
  const { data, refetch } = useApi('listEvents', { query: { limit: 1000 } });
  const refresh = useThrottledCallback(() => void refetch(), 1000);
  usePushes(({ events, skipped }) => {
    activity.receive(events, true);
    if (skipped > 0) refresh();
  });
  useEffect(() => {
    // a changed map has a new activity, without the events that were counted before
    if (activity.totals().events === 0) void refetch({ cancelRefetch: false });
  }, [activity, refetch]);
  useEffect(() => {
    if (data !== undefined) activity.receive(data.events.toReversed(), false);
  }, [activity, data]);
  const totals = useSyncExternalStore(activity.onTotals, activity.totals);
  return data === undefined ? undefined : totals;
}

/** Returns the nodes and edges for React Flow, in which the neighbours of the selected node are emphasized. */
function useElements(map: ArchitectureMap, selected: string | undefined) {
  const placed = useMemo(() => layOut(map), [map]);
  return useMemo(() => {
    const touches = ({ edge: { from, to } }: PlacedEdge) => selected === from || selected === to;
    const close = new Set(placed.edges.filter(touches).flatMap(({ edge: { from, to } }) => [from, to]));
    const nodes = placed.nodes.map(
      ({ node, x, y }): ResourceNode => ({
        id: node.id,
        type: 'resource',
        position: { x, y },
        width: nodeWidth,
        height: nodeHeight,
        ariaRole: 'button',
        data: {
          node,
          isSelected: node.id === selected,
          isFaded: selected !== undefined && selected !== node.id && !close.has(node.id),
        },
      }),
    );
    const edges = placed.edges.map((one): FlowEdge => {
      const isSelected = touches(one);
      const { id, edge } = one;
      return {
        id,
        source: edge.from,
        target: edge.to,
        type: 'flow',
        focusable: false,
        data: { placed: one, isSelected, isFaded: selected !== undefined && !isSelected },
        ...(edge.flow !== 'back' && { markerEnd: arrow }),
        ...(edge.flow !== 'there' && { markerStart: { ...arrow, orient: 'auto-start-reverse' } }),
      };
    });
    return { nodes, edges };
  }, [placed, selected]);
}

function LoadedMap({ map }: { map: ArchitectureMap }) {
  const { query } = useRoute();
  const selected = findNode(map, query?.['node']);
  const activity = activityOf(map);
  const totals = useActivityFeed(activity);
  const { nodes, edges } = useElements(map, selected?.id);
  const scheme = useComputedColorScheme('light');

  const open = useCallback(
    (id: string) => {
      activity.acknowledge(id);
      select(id);
    },
    [activity],
  );
  const onKeyDown = ({ key, target }: KeyboardEvent) => {
    if (key === 'Escape') return select(undefined);
    const node = target instanceof HTMLElement ? target.closest('.react-flow__node')?.getAttribute('data-id') : null;
    if (node && (key === 'Enter' || key === ' ')) open(node);
  };

  return (
    <ActivityContext value={activity}>
      <div className={classes.view} data-panel={selected && true}>
        <div className={classes.canvas}>
          <ReactFlow
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            colorMode={scheme}
            fitView
            fitViewOptions={fittingOf(nodes)}
            minZoom={0.15}
            maxZoom={2}
            nodesDraggable={false}
            nodesConnectable={false}
            elementsSelectable={false}
            nodesFocusable
            ariaLabelConfig={accessibility}
            edgesFocusable={false}
            onKeyDown={onKeyDown}
            onNodeClick={(_, { id }) => open(id)}
            onPaneClick={() => select(undefined)}
          >
            <Controls showInteractive={false} />
          </ReactFlow>
          {totals !== undefined && <FirstMessage map={map} totals={totals} />}
        </div>
        {selected && <NodePanel key={selected.id} node={selected} close={() => select(undefined)} />}
      </div>
    </ActivityContext>
  );
}
