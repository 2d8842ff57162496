import type { Block } from '@himeshima/terraform-json';
import { type ImportGraph, importMermaid } from './import-graph';
import type { ArchitectureMap } from './map';
import { mapOf, overview, sliceOf, slicesOf } from './map-of';
import { mermaidOf } from './mermaid';
import { svgOf } from './svg';

/** A file and what is in it. */
export interface Written {
  readonly path: string;
  readonly text: string;
}

/** docs/map.md, and a picture of the whole and of each part beside it. */
export function mapPages(resources: readonly Block[], imports: ImportGraph): readonly Written[] {
  const map = mapOf(resources);
  const whole = overview(map);
  const parts = slicesOf(map).map((slice) => ({ slice, part: sliceOf(map, slice) }));
  const drawn = parts.filter(({ part }) => part.ways.length > 0);
  return [
    {
      path: 'docs/map.md',
      text: [
        before,
        section('The whole', 'overview', whole),
        between,
        ...drawn.map(({ slice, part }) => section(titleOf(slice), slice, part)),
        repositorySection(imports),
      ].join('\n'),
    },
    { path: 'docs/map/overview.svg', text: svgOf(whole, { title: 'himeshima', slice: undefined }) },
    ...drawn.map(({ slice, part }) => ({
      path: `docs/map/${slice}.svg`,
      text: svgOf(part, { title: titleOf(slice), slice }),
    })),
  ];
}

const titleOf = (slice: string) => `${slice.charAt(0).toUpperCase()}${slice.slice(1).replaceAll('-', ' ')}`;

function section(title: string, file: string, map: ArchitectureMap): string {
  const monitors = [
    ...new Set(map.places.filter(({ kind }) => kind === 'monitors').flatMap((place) => place.monitors)),
  ];
  const watched = monitors.length === 0 ? [] : [`Watched by ${monitors.map((id) => `\`${id}\``).join(', ')}.`, ''];
  return [
    `## ${title}`,
    '',
    `![${title}](map/${file}.svg)`,
    '',
    ...watched,
    '<details><summary>as Mermaid</summary>',
    '',
    '```mermaid',
    mermaidOf(map),
    '```',
    '',
    '</details>',
    '',
  ].join('\n');
}

const repositorySection = (imports: ImportGraph) => `## The repository

Imports between folders and packages, without tests and commands ([import rules](README.md#who-may-know-whom)).

\`\`\`mermaid
${importMermaid(imports)}
\`\`\`
`;

const before = `<!-- Written by \`npm run map\` from what is synthesized: change the stacks, or commands/mapping/. -->

# The map

Devices → rules → functions → tables → monitors, drawn from the synthesized Terraform. An arrow is there because something may go
that way: a role's policy says so, a permission, or what a rule listens to. The violet number is how many monitors look at a place.
`;

const between = `In the parts, what is dashed belongs to another part; a dashed arrow goes where failures go, a dotted one to the monitors
that look.
`;
