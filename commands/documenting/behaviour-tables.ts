import type { NamedTest } from '@himeshima/local-aws/reference';
import type { Behaviour } from './behaviours/behaviour';

export type BehaviourTables = ReadonlyMap<string, readonly Behaviour[]>;

export const testsOfBehaviours = (tables: BehaviourTables): readonly NamedTest[] =>
  [...tables.values()].flat().map(({ test }) => test);

/** Chapters of docs/conformance.md, each a table; and before them how many rows there are. */
export function behaviourTables(tables: BehaviourTables): readonly string[] {
  const rows = [...tables.values()].flat();
  const others = rows.filter(({ differs }) => differs !== undefined).length;
  return [
    `**${rows.length}** behaviours have a test each, which \`npm run check\` finds by its title; of ${others} something differs, or AWS does not say it.`,
    ...[...tables].flatMap(([name, behaviours]) => ['', `## ${name}`, '', ...head, ...behaviours.map(rowOf)]),
  ];
}

const head = ['| Behaviour | Source | Differs | Test |', '|---|---|---|---|'];

const rowOf = ({ behaviour, source, differs = '', test }: Behaviour) =>
  `| ${[behaviour, source, differs, `[${cell(test.title)}](../${test.file})`].map(cell).join(' | ')} |`;

const cell = (text: string) => text.replace(/(?<!\\)\|/g, '\\|');
