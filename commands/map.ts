import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStack } from '@himeshima/terraform-json';
import { prod } from '../config/prod';
import { runGenerator } from './documenting/run-generator';
import { importGraph } from './mapping/import-graph';
import { mapPage } from './mapping/page';
import { projectFolder } from './running/project-folder';
import { bringUpToDate } from './running/up-to-date';

runGenerator({
  name: 'map',
  summary:
    'Draws the synthesized architecture of prod: devices, rules, functions, tables and monitors. Writes docs/map.md: the platform, each of its parts, and the imports between folders and packages, as Mermaid diagrams.',
  async generate() {
    const root = projectFolder();
    await bringUpToDate(root, prod);
    const stack = readFileSync(join(root, 'cdktf.out', 'stacks', prod.stack, 'cdk.tf.json'), 'utf8');
    return { [join('docs', 'map.md')]: mapPage(readStack(JSON.parse(stack)).resources, importGraph(root)) };
  },
});
