/** What stands on the map, by what it does. `outside` is no resource: devices, people. */
export type NodeKind =
  | 'outside'
  | 'shadow'
  | 'template'
  | 'rule'
  | 'schedule'
  | 'api'
  | 'function'
  | 'workflow'
  | 'stream'
  | 'delivery'
  | 'table'
  | 'bucket'
  | 'question'
  | 'topic'
  | 'queue'
  | 'monitors';

export interface MapNode {
  /** The address of the resource; a word for what is none. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** The part of the platform that declares it; undefined for what is no resource. */
  readonly slice: string | undefined;
  /** Ids of the monitors that look at it. */
  readonly monitors: readonly string[];
}

/** Something goes from one node to another: `from` begins it. */
export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /** Where the data goes: there, back to who asks, or both. */
  readonly flow: 'there' | 'back' | 'both';
  /** What is written on it, such as the topic that a rule listens to. */
  readonly label?: string;
  /** `failure`: what could not be done goes there. `watch`: its figures are looked at. */
  readonly what: 'data' | 'failure' | 'watch';
}

export interface ArchitectureMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}
