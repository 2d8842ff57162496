import type { Block } from '@himeshima/terraform-json';
import { buildMap, overview, sliceOf, slicesOf } from './build-map';
import { type ImportGraph, importMermaid } from './import-graph';
import type { ArchitectureMap } from './map-model';
import { mermaidOf } from './mermaid';

/** docs/map.md: the whole, and each part. */
export function mapPage(resources: readonly Block[], imports: ImportGraph): string {
  const map = buildMap(resources);
  const parts = slicesOf(map).map((slice) => ({ title: titleOf(slice), part: sliceOf(map, slice) }));
  return [
    before,
    section('The whole', overview(map)),
    between,
    ...parts.filter(({ part }) => part.edges.length > 0).map(({ title, part }) => section(title, part)),
    repositorySection(imports),
  ].join('\n');
}

const titleOf = (slice: string) => `${slice.charAt(0).toUpperCase()}${slice.slice(1).replaceAll('-', ' ')}`;

function section(title: string, map: ArchitectureMap): string {
  const monitors = [...new Set(map.nodes.filter(({ kind }) => kind === 'monitors').flatMap((node) => node.monitors))];
  const watched = monitors.length === 0 ? [] : [`Watched by ${monitors.map((id) => `\`${id}\``).join(', ')}.`, ''];
  return [`## ${title}`, '', ...watched, '```mermaid', mermaidOf(map), '```', ''].join('\n');
}

const repositorySection = (imports: ImportGraph) => `## The repository

Imports between folders and packages, without tests and commands ([import rules](README.md#import-rules)).

\`\`\`mermaid
${importMermaid(imports)}
\`\`\`
`;

const before = `<!-- Written by \`npm run map\` from what is synthesized: change the stacks, or commands/architecture-map/. -->

# The map

Devices → rules → functions → tables → monitors, drawn from the synthesized Terraform. An arrow is there because something may go
that way: a role's policy says so, a permission, or what a rule listens to.
`;

const between = `In the parts, a dotted arrow leads to where failures go, or to the monitors that watch a resource.
`;
