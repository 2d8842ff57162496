export { buildMap, overview, sliceOf, slicesOf } from './build-map';
export type { ArchitectureMap, MapEdge, MapNode, NodeKind } from './map-model';
