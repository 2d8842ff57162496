import type { ArchitectureMap, MapNode } from '../api/operations';

/**
 * Returns the node with an ID. For the address of a resource that is not on the map, such as a log group, returns a node that
 * only the panel shows.
 */
export function findNode({ nodes }: ArchitectureMap, id = ''): MapNode | undefined {
  const [, kind, label] = /(\w+)\.([^.]+)$/.exec(id) ?? [];
  const found = nodes.find((node) => node.id === id);
  return kind === undefined || label === undefined ? found : (found ?? { id, kind, label, monitors: [] });
}
