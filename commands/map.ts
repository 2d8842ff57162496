import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStack } from '@himeshima/terraform-json';
import { prod } from '../config/prod';
import { importGraph } from './architecture-map/import-graph';
import { mapPage } from './architecture-map/map-page';
import { runGenerator } from './generated-pages/run-generator';
import { projectFolder } from './platform/project-folder';
import { synthesizeIfStale } from './platform/synthesize-if-stale';

runGenerator({
  name: 'map',
  summary:
    'Draws the synthesized architecture of prod: devices, rules, functions, tables and monitors. Writes docs/map.md, with Mermaid diagrams of the platform, its slices, and the imports between folders and packages.',
  async generate() {
    const root = projectFolder();
    await synthesizeIfStale(root, prod);
    const stack = readFileSync(join(root, 'cdktf.out', 'stacks', prod.stack, 'cdk.tf.json'), 'utf8');
    return { [join('docs', 'map.md')]: mapPage(readStack(JSON.parse(stack)).resources, importGraph(root)) };
  },
});
