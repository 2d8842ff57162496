import { Graph, layout } from '@dagrejs/dagre';
import { looks } from './looks';
import type { ArchitectureMap, Place, Way } from './map';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place with its middle, and how large it is. */
export interface Drawn extends Point {
  readonly place: Place;
  readonly width: number;
  readonly height: number;
}

export interface DrawnWay {
  readonly way: Way;
  readonly points: readonly Point[];
  /** The middle of what is written on it. */
  readonly label: Point | undefined;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Drawn[];
  readonly ways: readonly DrawnWay[];
}

/** What is written is that wide, about: the fonts of browsers differ. */
const letter = 7.1;
const smallLetter = 6.1;

const widthOf = ({ label, kind }: Place) =>
  Math.round(Math.max(92, letter * label.length + 34, smallLetter * looks[kind].caption.length + 60));

/** Lays a map out from left to right, as data flows (dagre: layers, then as few crossings as it finds). */
export function layoutOf({ places, ways }: ArchitectureMap): Layout {
  const graph = new Graph({ multigraph: false });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 16,
    ranksep: 62,
    edgesep: 8,
    marginx: 20,
    marginy: 20,
    ranker: 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const place of places) graph.setNode(place.id, { width: widthOf(place), height: heightOf(place) });
  for (const { from, to, label, what } of ways) {
    const width = label === undefined ? 0 : Math.round(smallLetter * label.length);
    // data flows straight; who watches stands at the end of it
    graph.setEdge(from, to, {
      width,
      height: label === undefined ? 0 : 14,
      labelpos: 'c',
      weight: what === 'data' ? 2 : 1,
    });
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    places: places.map((place) => {
      const { x = 0, y = 0 } = graph.node(place.id);
      return { place, x, y, width: widthOf(place), height: heightOf(place) };
    }),
    ways: ways.map((way) => {
      const { points = [], x, y } = graph.edge(way.from, way.to);
      const label = way.label === undefined || x === undefined || y === undefined ? undefined : { x, y };
      return { way, points, label };
    }),
  };
}

const heightOf = ({ kind }: Place) => (looks[kind].caption === '' ? 34 : 44);
