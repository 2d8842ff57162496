import type { NodeKind } from '@himeshima/local-aws/architecture-map';

interface NodeStyle {
  /** Prefix of the label, such as `function`. */
  readonly caption: string;
  readonly colour: string;
  /** Brackets around the label, which define the node's shape in Mermaid. */
  readonly shape: readonly [before: string, after: string];
}

const box: NodeStyle['shape'] = ['[', ']'];

export const nodeStyles: Readonly<Record<NodeKind, NodeStyle>> = {
  outside: { caption: '', colour: '#475569', shape: ['([', '])'] },
  shadow: { caption: 'AWS IoT', colour: '#7c3aed', shape: box },
  template: { caption: 'provisioning', colour: '#7c3aed', shape: box },
  rule: { caption: 'rule', colour: '#7c3aed', shape: ['{{', '}}'] },
  schedule: { caption: 'schedule', colour: '#a16207', shape: ['{{', '}}'] },
  api: { caption: 'API', colour: '#4338ca', shape: box },
  function: { caption: 'function', colour: '#ea580c', shape: box },
  workflow: { caption: 'workflow', colour: '#be185d', shape: ['[[', ']]'] },
  stream: { caption: 'stream', colour: '#0e7490', shape: ['>', ']'] },
  delivery: { caption: 'delivery', colour: '#0e7490', shape: ['>', ']'] },
  table: { caption: 'table', colour: '#1d4ed8', shape: ['[(', ')]'] },
  bucket: { caption: 'bucket', colour: '#15803d', shape: ['[/', '/]'] },
  question: { caption: 'Athena', colour: '#15803d', shape: ['[[', ']]'] },
  topic: { caption: 'topic', colour: '#be123c', shape: ['([', '])'] },
  queue: { caption: 'queue', colour: '#64748b', shape: ['[/', '/]'] },
  monitors: { caption: 'Datadog', colour: '#632ca6', shape: ['{{', '}}'] },
};
