import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { specifiersIn } from '../test-selection/source-graph';

/** Imports within the repository: each folder or package, with the folders and packages that it imports, in alphabetical order. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const roots = ['commands', 'config', 'contracts', 'devices', 'functions', 'monitors', 'packages', 'stacks'];

/** Reads the imports in all sources except tests. */
export function importGraph(root: string): ImportGraph {
  const graph = new Map<string, Set<string>>();
  for (const file of ['main.ts', ...roots.flatMap((folder) => sourcesIn(root, folder))]) {
    const from = folderOf(file);
    const imported = graph.get(from) ?? new Set<string>();
    graph.set(from, imported);
    for (const specifier of specifiersIn(readFileSync(join(root, file), 'utf8'))) {
      const to = targetOf(file, specifier);
      if (to !== undefined && to !== from) imported.add(to);
    }
  }
  return new Map([...graph].sort().map(([from, to]) => [from, [...to].sort()]));
}

function sourcesIn(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : sourcesIn(root, path);
    return /(?<!\.(test|fixture|arbitrary)|\.d)\.ts$/.test(entry.name) ? [path] : [];
  });
}

/**
 * Returns the folder or package of a file:
 * `stacks` for `stacks/features/power.ts`, `@himeshima/iot` for `packages/iot/src/index.ts`.
 */
function folderOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return first === 'packages' ? `@himeshima/${second}` : first.replace(/\.(ts|js)$/, '');
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@himeshima/')) return specifier.split('/').slice(0, 2).join('/');
  return specifier.startsWith('.') ? folderOf(normalize(join(dirname(file), specifier))) : undefined;
}

/** Returns the graph as a Mermaid flowchart. Omits `commands`, which may import everything. */
export function importMermaid(graph: ImportGraph): string {
  const shown = [...graph].filter(([from]) => from !== 'commands');
  const idOf = (name: string) => name.replaceAll(/[^a-z]/g, '_');
  return [
    'flowchart LR',
    ...shown.map(([name]) => `  ${idOf(name)}["${name.replace('@himeshima/', '')}"]`),
    ...shown.flatMap(([from, to]) => to.map((name) => `  ${idOf(from)} --> ${idOf(name)}`)),
  ].join('\n');
}
