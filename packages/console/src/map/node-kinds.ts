/** Appearance and place of a kind of node. */
export interface NodeKind {
  /** Name of the kind, such as `function`. */
  readonly caption: string;
  /** Symbol that the events of this kind have as well. */
  readonly symbol: string;
  /** Hue in degrees; undefined for gray. */
  readonly hue?: number;
  /** Column on the map: clients, entries, rules and other routes, functions, or stores. */
  readonly stage: 0 | 1 | 2 | 3 | 4;
}

const kinds: Readonly<Record<string, NodeKind>> = {
  outside: { caption: 'client', symbol: '◍', stage: 0 },
  shadow: { caption: 'AWS IoT', symbol: '→', hue: 265, stage: 1 },
  template: { caption: 'provisioning', symbol: '⊕', hue: 265, stage: 1 },
  api: { caption: 'API', symbol: '⇢', hue: 235, stage: 1 },
  schedule: { caption: 'schedule', symbol: '◷', hue: 45, stage: 1 },
  rule: { caption: 'rule', symbol: '├', hue: 265, stage: 2 },
  workflow: { caption: 'workflow', symbol: '▸', hue: 330, stage: 2 },
  stream: { caption: 'stream', symbol: '≋', hue: 190, stage: 2 },
  delivery: { caption: 'delivery', symbol: '≋', hue: 190, stage: 2 },
  function: { caption: 'function', symbol: 'λ', hue: 25, stage: 3 },
  table: { caption: 'table', symbol: '▤', hue: 215, stage: 4 },
  bucket: { caption: 'bucket', symbol: '▥', hue: 145, stage: 4 },
  question: { caption: 'Athena', symbol: '?', hue: 145, stage: 3 },
  topic: { caption: 'topic', symbol: '✉', hue: 350, stage: 4 },
  queue: { caption: 'queue', symbol: '▥', stage: 4 },
  monitors: { caption: 'Datadog', symbol: '!', hue: 285, stage: 4 },
};

/** Returns the appearance of a kind; an unknown kind is gray, with its name as caption. */
export const kindOf = (kind: string): NodeKind => kinds[kind] ?? { caption: kind, symbol: '·', stage: 3 };
