import type { Outcome } from '@himeshima/iot/conformance';
import { type BehaviourTables, behaviourTables } from './behaviour-tables';

/** docs/conformance.md: what AWS IoT does and which test sees it, and what becomes of each example of its guide. */
export function conformancePage(outcomes: readonly Outcome[], tables: BehaviourTables): string {
  return [
    '# Conformance',
    '',
    'Written by `npm run conformance-docs`; `npm run check` sees that it is fresh. Nothing here was run in an account of AWS:',
    'a behaviour is what AWS writes of it, and pages without an address are those of the AWS IoT developer guide.',
    '',
    ...behaviourTables(tables),
    '',
    ...sqlChapter(outcomes),
  ].join('\n');
}

function sqlChapter(outcomes: readonly Outcome[]): readonly string[] {
  const run = outcomes.filter(({ status }) => status !== 'not run');
  const passing = run.filter(({ status }) => status === 'passes');
  const pages = [...new Set(outcomes.map(({ example }) => example.page))];
  return [
    '# The rules’ SQL',
    '',
    'Each example of the',
    '[AWS IoT developer guide](https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-reference.html) that prints a result, ' +
      'as the guide prints it, and what `@himeshima/iot` returns.',
    'The results were written down from the guide before the code was asked. Where its text contradicts its example, the example',
    'holds; the remark says which. Numbers are compared by what they are worth, objects whatever the order of their keys.',
    'Read was the guide’s last public source (awsdocs/aws-iot-docs, 0a6e6df, of 2023) and what its pages say in 2026: where AWS has',
    'mended an example, the younger one holds.',
    '',
    `**${passing.length} of ${run.length}** pass (${percent(passing.length, run.length)} %), ` +
      `${run.length - passing.length} differs, ${outcomes.length - run.length} cannot be run.`,
    '',
    ...exceptions(outcomes),
    ...pages.flatMap((page) => section(page, outcomes)),
  ];
}

function exceptions(outcomes: readonly Outcome[]): readonly string[] {
  const others = outcomes.filter(({ status }) => status !== 'passes');
  return others.map(
    ({ example, status, given }) =>
      `- ${code(example.text)} ${status === 'differs' ? `**differs**: printed ${code(example.printed)}, given ${code(given)}` : '**is not run**'}: ` +
      `${example.notRun ?? example.note ?? ''}`,
  );
}

function section(page: string, outcomes: readonly Outcome[]): readonly string[] {
  const rows = outcomes.filter(({ example }) => example.page === page);
  return [
    '',
    `## [${page}](https://docs.aws.amazon.com/iot/latest/developerguide/${page}.html)`,
    '',
    '| | Example | Version | Message | Printed | Remark |',
    '|---|---|---|---|---|---|',
    ...rows.map(row),
  ];
}

const marks = { passes: '✓', differs: '✗', 'not run': '–' } as const;

function row({ example, status }: Outcome): string {
  const { text, version, printed, note = '', notRun } = example;
  const cells = [marks[status], code(text), version, messageOf(example), code(printed), notRun ?? note];
  return `| ${cells.join(' | ')} |`;
}

function messageOf({ payload, message }: Outcome['example']): string {
  const { topic, timestamp } = message;
  const parts = [
    ...(payload === '{}' ? [] : [code(payload)]),
    ...(topic === undefined ? [] : [`on ${code(topic)}`]),
    ...(timestamp === undefined ? [] : [`at ${timestamp}`]),
  ];
  return parts.join(' ');
}

/** Code in a cell: a bar would end the cell, a backquote the code. */
const code = (text: string) => (text === '' ? '' : `<code>${text.replace(/[&<>|`]/g, entity)}</code>`);

const entity = (character: string) => `&#${character.charCodeAt(0)};`;

const percent = (part: number, whole: number) => ((100 * part) / whole).toFixed(1);
