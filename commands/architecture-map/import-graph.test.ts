import { importGraph, importMermaid } from './import-graph';

const graph = importGraph(process.cwd());

describe('importGraph', () => {
  test('identifies packages by name and folders by path', () => {
    expect(graph.get('stacks')).toEqual(
      expect.arrayContaining(['@himeshima/constructs', 'config', 'contracts', 'monitors']),
    );
    expect(graph.get('main')).toEqual(['@himeshima/constructs', 'config', 'stacks']);
  });

  test('contains an entry for every imported folder', () => {
    expect([...new Set([...graph.values()].flat())].filter((name) => !graph.has(name))).toEqual([]);
  });

  test('omits the commands from the drawing, because they may import everything', () => {
    expect(importMermaid(graph)).toContain('  _himeshima_local_aws --> _himeshima_iot');
    expect(importMermaid(graph)).not.toContain('commands');
  });
});
