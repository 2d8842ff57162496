import { actionText, type ChangedResource } from '../changes/describe-change';
import { creationTitle } from '../creation-summary';
import type { Drift } from '../drift';
import { groupDangers, inOneLine } from '../group-dangers';
import { counted, type Phrase, say, strong, words } from '../phrase';
import type { Review } from '../review';
import { signOf } from '../verdict';
import { omitDescribedChanges } from './described-changes';
import { acceptedTitle, formatAccepted } from './format-acceptances';
import { alertLines, backtestData, resultSummary, timelineLines } from './format-backtest';
import { formatCosts } from './format-costs';
import {
  adviceByKind,
  adviceTitle,
  explainDangers,
  inOneSentence,
  otherDangersTitle,
  unnamedDangers,
} from './format-dangers';
import { dependentsCounted, dependentsTitle, formatDependents } from './format-dependents';
import {
  driftTitle,
  formatDrift,
  formatDriftedValues,
  formatKeptDanger,
  formatKeptDrift,
  importantDrift,
  keptDriftTitle,
  unimportantDrift,
} from './format-drift';
import { formatFindings } from './format-findings';
import { formatOmitted, omittedTitle } from './format-omitted';
import { formatPrevented } from './format-prevented';
import { formatRenames, renamesIntroduction } from './format-renames';
import { afterApplyOf, failedOf, invokedOf, notKnown, outputLines, outputsCounted, outputsOf } from './format-unknowns';
import { plain } from './json-output';
import { oneLine } from './markdown';
import { basisOf, stacksOf } from './note';
import { sourceLines } from './source-links';
import { type Screen, type Writer, writerFor } from './terminal-writer';
import { unjudgedSection, unjudgedTitle } from './unjudged-section';
import { wrapped } from './wrap-text';

interface NoteScreen extends Screen {
  /** Names of other stacks with the same result. */
  readonly alsoOf?: readonly string[];
}

/** Renders the review for a terminal. The contents are those of the note, but no section is collapsed. */
export function terminalOf(review: Review, shown: NoteScreen): string {
  const writer = writerFor(shown);
  const { section, item } = writer;
  const located = sourceLines(review);
  const outputs = outputsOf(review);
  const unjudged = unjudgedSection(review, (group, clause) =>
    group.flatMap((resource) => resourceLines(resource, { ...writer, located }, clause)),
  );
  const { slices, described } = omitDescribedChanges(unjudged.slices, review.dangers);
  return [
    ...heading(review, shown.alsoOf, writer),
    ...section('Cannot be applied', review.broken === undefined ? [] : [item(words(review.broken), { sign: '✗' })]),
    ...section('Dangers', dangerLines(review, writer)),
    ...section(otherDangersTitle, otherDangerLines(review, writer)),
    ...section(
      adviceTitle,
      adviceByKind(review.dangers).map((line) => item(line)),
    ),
    ...section(
      'Prevented dangers',
      formatPrevented(review).map((line) => item(line)),
    ),
    ...section(
      acceptedTitle(review),
      formatAccepted(review).map((line) => item(line)),
    ),
    ...section(unjudgedTitle, [
      ...(unjudged.count.length === 0 ? [] : [item(unjudged.count, { sign: '?' })]),
      ...unjudged.lines,
      ...unjudged.removals.map((removal) => item(removal, { sign: '?' })),
    ]),
    ...section(
      creationTitle,
      review.creation.map((line) => item(line)),
    ),
    ...section(
      'Failed checks',
      failedOf(review).map((line) => item(line, { sign: '✗' })),
    ),
    ...section('Monitors', monitorLines(review, writer)),
    ...section('Backtest', backtestLines(review, writer)),
    ...slices.flatMap(({ title, resources }) =>
      section(
        oneLine(title ?? 'Changes'),
        resources.flatMap((resource) => resourceLines(resource, { ...writer, located })),
      ),
    ),
    ...section('Other changes', described.length === 0 ? [] : [item(described)]),
    ...section(
      omittedTitle(review),
      formatOmitted(review).map((line) => item(line)),
    ),
    ...section(
      dependentsTitle,
      formatDependents(review).map((line) => item(line)),
    ),
    ...section(
      'Outputs',
      outputs.length === 0 ? [] : [item(outputs), ...outputLines(review).flatMap((line) => writer.linesOf(line, 2))],
    ),
    ...section(
      'Actions',
      invokedOf(review).map((line) => item(line)),
    ),
    ...section('Possible renames', renameLines(review, writer)),
    ...section(driftTitle, driftLines(review, writer)),
    ...section(
      keptDriftTitle(review),
      unimportantDrift(review).flatMap((one) => driftedLines(formatKeptDrift(one), one, writer)),
    ),
    ...section(
      'Findings',
      formatFindings(review.findings).map((line) => item(line)),
    ),
    ...section(
      'Not known yet',
      notKnown(review).map((line) => item(line)),
    ),
    '',
  ].join('\n');
}

function heading(review: Review, alsoOf: NoteScreen['alsoOf'], { columns, colours, text }: Writer): readonly string[] {
  const isGreen = review.verdict === 'harmless' || review.verdict === 'unchanged';
  const mark = (isGreen ? colours.green : review.verdict === 'critical' ? colours.red : colours.yellow)(
    signOf[review.verdict],
  );
  const about = [
    plain(stacksOf(review, alsoOf)),
    plain(basisOf(review.basis)),
    totals(review),
    ...formatCosts(review.costs).map(plain),
  ];
  const indented = (lines: string) => lines.replaceAll('\n', '\n  ');
  return [
    `${mark} ${indented(wrapped(colours.bold(text(review.headline)), columns - 2))}`,
    ...packLines(about, columns - 2).map((line) => `  ${indented(colours.dim(wrapped(line, columns - 2)))}`),
    ...(review.summary.length === 0 ? [] : [`  ${indented(wrapped(text(review.summary), columns - 2))}`]),
  ];
}

/** Joins as many items as fit in each line. An item that is longer than a line remains in one piece. */
function packLines(parts: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const both = `${lines.at(-1)} · ${part}`;
    if (lines.length === 0 || both.length > columns) lines.push(part);
    else lines.splice(-1, 1, both);
  }
  return lines;
}

function dangerLines(review: Review, { item }: Writer): readonly string[] {
  const located = sourceLines(review);
  return explainDangers(review.dangers).map((those) =>
    item([strong(words(those.kind)), ': ', ...located(inOneLine(those))], { sign: '!' }),
  );
}

const otherDangerLines = (review: Review, { item }: Writer): readonly string[] =>
  unnamedDangers(review).map((danger) =>
    item([strong(words(danger.kind)), ': ', ...inOneSentence(danger)], { sign: '!' }),
  );

const monitorLines = ({ monitors }: Review, { item, linesOf }: Writer): readonly string[] =>
  monitors.flatMap(({ summary, sentences, query, lines }) => [
    item(summary),
    ...sentences.flatMap(({ before, after }) => [
      ...(before.length > 0 ? [item(before, { depth: 2, sign: '-' })] : []),
      ...(after.length > 0 ? [item(after, { depth: 2, sign: '+' })] : []),
    ]),
    ...(query.length > 0 ? [item([...words('query '), ...query], { depth: 2, sign: '' })] : []),
    ...lines.flatMap((line) => linesOf(line, 2)),
  ]);

function backtestLines({ backtest }: Review, { item }: Writer): readonly string[] {
  if (backtest === undefined) return [];
  if ('unavailable' in backtest) return [item(say`not available: ${{ prose: backtest.unavailable }}`)];
  return [
    item(backtestData(backtest), { sign: '' }),
    ...backtest.monitors.flatMap((monitor) => [
      item([...say`${monitor.id}: `, ...resultSummary(monitor)]),
      ...alertLines(monitor, backtest.timeZone).map((line) => item(line, { depth: 2 })),
      ...timelineLines(monitor, backtest).map((line) => `      ${line}`),
    ]),
  ];
}

interface LocatingWriter extends Writer {
  /** Adds the lines of code to the addresses in a phrase. */
  readonly located: (phrase: Phrase) => Phrase;
}

function resourceLines(
  resource: ChangedResource,
  { item, linesOf, located }: LocatingWriter,
  clause = '',
): readonly string[] {
  const { address, action, lines } = resource;
  const later = afterApplyOf(resource);
  return [
    item(located(say`${address} ${actionText(resource)}${[clause]}`), { sign: signs[action] ?? '·' }),
    ...lines.flatMap((line) => linesOf(line, 2)),
    ...(later.length > 0 ? [item(later, { depth: 2, sign: '' })] : []),
  ];
}

const renameLines = (review: Review, { item }: Writer): readonly string[] => [
  ...(review.renames.length > 1 ? [item(renamesIntroduction, { sign: ' ' })] : []),
  ...formatRenames(review).flatMap(({ what, block, inCdk }) => [
    item(what),
    // the moved block is not wrapped, so users can copy it
    ...block.map((line) => `      ${oneLine(line)}`),
    ...(inCdk.length > 0 ? [item(inCdk, { depth: 1, sign: ' ' })] : []),
  ]),
];

const driftLines = (review: Review, writer: Writer): readonly string[] => [
  ...groupDangers(review.keptDangers).map((group) => writer.item(formatKeptDanger(group), { sign: '!' })),
  ...importantDrift(review).flatMap((one) => driftedLines(formatKeptDrift(one), one, writer)),
  ...review.drift.flatMap((one) => driftedLines(formatDrift(one), one, writer)),
];

const driftedLines = (what: Phrase, drift: Drift, { item, linesOf }: Writer): readonly string[] => [
  item(what),
  ...formatDriftedValues(drift).flatMap((line) => linesOf(line, 2)),
];

const signs: Readonly<Record<string, string>> = {
  create: '+',
  delete: '-',
  replace: '±',
  update: '~',
  forget: '×',
  read: '<',
};

function totals(review: Review): string {
  const { counts } = review;
  const shown = [
    ...Object.entries(counts).flatMap(([action, count]) => (count > 0 ? [`${count} to ${action}`] : [])),
    ...[outputsCounted(review)].filter(({ length }) => length > 0).map(plain),
  ];
  return (shown.length === 0 ? counted(0, 'change') : shown.join(', ')).concat(dependentsCounted(review));
}
