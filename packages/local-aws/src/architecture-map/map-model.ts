/** Kind of node. Devices and users, which are not resources, are `outside`. */
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
  /** Address of the resource, or a name such as `devices` for a node that is not a resource. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** Slice of the platform that declares the resource; undefined for other nodes. */
  readonly slice: string | undefined;
  /** Ids of the monitors that watch the resource. */
  readonly monitors: readonly string[];
}

/** Data flow between two nodes, initiated by `from`. */
export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /** Direction of the data: `there` to the target, `back` to the initiator, or both. */
  readonly flow: 'there' | 'back' | 'both';
  /** Label, such as the topic filter of a rule. */
  readonly label?: string;
  /** `failure`: failed events or records go to the target. `watch`: a monitor watches the target's metrics. */
  readonly what: 'data' | 'failure' | 'watch';
}

export interface ArchitectureMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}
