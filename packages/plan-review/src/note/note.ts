import type { ChangedResource } from '../changes/describe-change';
import { creationTitle } from '../creation-summary';
import type { Drift } from '../drift';
import { groupBy } from '../group-by';
import { groupDangers, inOneLine } from '../group-dangers';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { lightOf } from '../verdict';
import { countsByModule, resourceLines, unnamedResources } from './affected-resources';
import { omitDescribedChanges } from './described-changes';
import { sectionsFolded, type TooMany } from './fold';
import { acceptedTitle, formatAccepted } from './format-acceptances';
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
import { failedOf, invokedOf, notKnown, outputLines, outputsCounted, outputsOf } from './format-unknowns';
import { codeBlock, details, markdown } from './markdown';
import { bullet, bullets, renderChanges, writtenGroup } from './render-changes';
import { sourceLinks } from './source-links';
import { fitting, tooLong } from './truncate-list';
import { unjudgedSection, unjudgedTitle } from './unjudged-section';

/** Context to show below the first line of the note. */
export interface NoteContext {
  readonly commit: string | undefined;
  /** Names of other stacks with the same result, such as no changes. */
  readonly alsoOf?: readonly string[];
  /** Maximum length of the note in characters (default: the limit of GitLab). */
  readonly longest?: number;
}

/** Maximum number of characters of a note without folded details. */
const readable = 60_000;
/**
 * Maximum lengths of a note without its mark. GitLab accepts 1,000,000 characters, and GitHub accepts 65,536 characters
 * (GitLab docs, "Instance limits"; suzuki-shunsuke/tfcmt issue 227).
 */
export const longestNote = { gitlab: 999_000, github: 65_000 } as const;

/** Renders the note for a merge request in GitLab's Markdown. */
export function noteOf(review: Review, place: NoteContext): string {
  const { longest = longestNote.gitlab } = place;
  const note = renderer(review, place);
  const all = note({ toFold: 0, toLeaveOut: 0 });
  if (all.length <= Math.min(readable, longest)) return all;
  const toFold = Math.max(all.length - readable, 0);
  const folded = note({ toFold, toLeaveOut: 0 });
  if (folded.length <= longest) return folded;
  let toLeaveOut = folded.length - longest + ofASentence;
  // omitted resources are listed by address, so the first attempt may still be too long
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const fewer = note({ toFold, toLeaveOut });
    if (fewer.length <= longest) return fewer;
    toLeaveOut += fewer.length - longest;
  }
  // the longest sections are truncated to the same length, which is as long as possible
  let [most, tooMuch] = [0, longest];
  let fitting = note({ toFold, toLeaveOut: all.length, most });
  for (let step = 0; step < steps; step += 1) {
    const between = Math.floor((most + tooMuch) / 2);
    const longer = note({ toFold, toLeaveOut: all.length, most: between });
    if (longer.length > longest) tooMuch = between;
    else [most, fitting] = [between, longer];
  }
  return fitting;
}

/** Number of halvings to find the maximum length of a section. */
const steps = 7;

const attempts = 3;

/** Number of characters reserved for the line that counts omitted changes. */
const ofALine = 200;

/** Number of characters reserved for the lines that count omitted items. */
const ofASentence = 1_000;

/** Renders the body of an issue about drift in a stack. */
export const driftNoteOf = (review: Review): string =>
  [
    'Resources in this stack were changed or deleted outside Terraform. The next deployment reverts these changes. To keep a change, make the same change in the code.',
    driftLines(review).join('\n'),
  ].join('\n\n');

interface Folds extends TooMany {
  /** Maximum length of a section in characters. Undefined if no section has to be truncated. */
  readonly most?: number;
}

interface Section {
  readonly title: string;
  readonly noun: string;
  readonly lines: readonly string[];
}

/**
 * Returns a function that renders the note and folds some details. Most sections are prepared only once. Each call renders only
 * the changes and the monitors.
 */
function renderer(review: Review, place: NoteContext): (folds: Folds) => string {
  const listed = (phrases: readonly Phrase[]) => phrases.map((phrase) => bullet(phrase));
  const unjudged = unjudgedSection(review, groupLines(review));
  const above = [
    {
      title: 'Cannot be applied',
      noun: 'reason',
      lines: review.broken === undefined ? [] : [bullet(words(review.broken))],
    },
    { title: 'Dangers', noun: 'danger', lines: dangerLines(review) },
  ];
  const further = [
    { title: 'Prevented dangers', noun: 'danger', lines: listed(formatPrevented(review)) },
    { title: acceptedTitle(review), noun: 'danger', lines: listed(formatAccepted(review)) },
    {
      title: unjudgedTitle,
      noun: 'change',
      lines: [...countLine(unjudged.count), ...unjudged.lines, ...listed(unjudged.removals)],
    },
    { title: creationTitle, noun: 'fact', lines: listed(review.creation) },
  ];
  const outputs = outputsOf(review);
  const dependents = { title: dependentsTitle, noun: 'resource', lines: listed(formatDependents(review)) };
  const renames = { title: 'Possible renames', noun: 'rename', lines: renameLines(review) };
  const drift = { title: driftTitle, noun: 'change', lines: driftLines(review) };
  const below = [
    dependents,
    {
      title: 'Outputs',
      noun: 'output',
      lines: outputs.length === 0 ? [] : [bullet(outputs), ...outputLines(review).flatMap((line) => bullets(line, 1))],
    },
    { title: 'Actions', noun: 'action', lines: listed(invokedOf(review)) },
    renames,
    drift,
    { title: 'Findings', noun: 'finding', lines: listed(formatFindings(review.findings)) },
    { title: 'Not known yet', noun: 'item', lines: listed(notKnown(review)) },
  ];
  const { slices, described } = omitDescribedChanges(unjudged.slices, review.dangers);
  const changes = renderChanges(review, slices, described);
  const title = heading(review, place);
  const others = otherDangerLines(review);
  const remedies = listed(adviceByKind(review.dangers));
  const failed = listed(failedOf(review));
  const omitted = listed(formatOmitted(review));
  const kept = keptDriftLines(unimportantDrift(review));
  const monitors = renderMonitors(review);
  const unnamedIn = unnamedResources(review);
  let ofChanges: number | undefined;
  const lengthOfChanges = () => {
    ofChanges ??= lengthOf(changes({ toFold: 0, toLeaveOut: 0 }).lines);
    return ofChanges;
  };
  return ({ toFold, toLeaveOut, most = Number.POSITIVE_INFINITY }) => {
    const isTruncated = most < Number.POSITIVE_INFINITY;
    const { those, left } = sectionsFolded([dependents, drift, renames], toFold);
    const { lines, away } = changes({
      toFold: left,
      toLeaveOut: isTruncated ? lengthOfChanges() + ofALine - most : toLeaveOut,
    });
    const openMonitors = isTruncated ? Number.POSITIVE_INFINITY : away < left ? 0 : openMonitorsAtMost;
    const shown = (one: Section) => {
      const fit = fitting(one.lines, most, one.noun);
      return section(one.title, those.has(one) ? [details(itemsOf(one), fit)] : fit);
    };
    const body = [
      title,
      ...above.flatMap((one) => shown(one)),
      ...foldOf(
        `${otherDangersTitle} (${others.length})`,
        lengthOf(others) > most ? collapsedDangers(review, others) : others,
        'danger',
        most,
      ),
      ...foldOf(adviceTitle, remedies, 'kind', most),
      ...further.flatMap((one) => shown(one)),
      ...shown({ title: 'Failed checks', noun: 'check', lines: failed }),
      ...shown({ title: 'Monitors', noun: 'monitor', lines: monitors(openMonitors) }),
      ...shown({ title: 'Changes', noun: 'resource', lines }),
      ...foldOf(omittedTitle(review), omitted, 'attribute', isTruncated ? Math.min(most, ofASentence) : most),
      ...below.flatMap((one) => shown(one)),
      ...foldOf(keptDriftTitle(review), kept, 'change', isTruncated ? Math.min(most, ofASentence) : most),
    ].join('\n\n');
    const unnamed = unnamedIn(body);
    const free = Math.max(most, (place.longest ?? longestNote.gitlab) - body.length - ofASentence);
    const rest = foldOf(
      `${unnamed.length < review.addresses.length ? 'Other' : 'All'} affected resources (${unnamed.length})`,
      resourceLines(unnamed, free),
      'group',
      Math.max(free, most),
    );
    return [body, ...rest].join('\n\n').concat('\n');
  };
}

/** Returns a function that renders identical changes, with a clause to append to the first line. */
function groupLines(review: Review): (group: readonly ChangedResource[], clause: string) => readonly string[] {
  const links = sourceLinks(review);
  return (group, clause) =>
    writtenGroup(group, links).flatMap(({ lines: [first = '', ...further] }) => [`${first}${clause}`, ...further]);
}

const countLine = (count: Phrase): readonly string[] => (count.length === 0 ? [] : [markdown(count)]);

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, { length }) => sum + length + 1, 0);

/** Formats the number of items: `600 resources`. Ignores indented lines, which belong to the preceding item. */
const itemsOf = ({ noun, lines }: Section) => counted(lines.filter((line) => line.startsWith('- ')).length, noun);

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`**${title}**`, lines.join('\n')];

function heading(review: Review, place: NoteContext): string {
  const { headline, summary, verdict, counts, basis, costs } = review;
  const outputs = outputsCounted(review);
  const where: Phrase[] = [
    stacksOf(review, place.alsoOf),
    ...(place.commit === undefined ? [] : [say`commit ${place.commit.slice(0, 12)}`]),
    // each plan has a different hash, so a note about several stacks omits the hash
    ...('hash' in basis && (place.alsoOf ?? []).length > 0 ? [] : [basisOf(basis)]),
    [
      [
        `${counts.create} to create`,
        `${counts.update} to update`,
        `${counts.replace} to replace`,
        `${counts.delete} to delete`,
        ...(counts.forget > 0 ? [`${counts.forget} to forget`] : []),
      ].join(', '),
      ...(outputs.length === 0 ? [] : [', ', ...outputs]),
      dependentsCounted(review),
    ],
    ...formatCosts(costs),
  ];
  return [
    `### ${lightOf[verdict]} ${markdown(headline)}\n${where.map(markdown).join(' · ')}`,
    ...(summary.length === 0 ? [] : [markdown(summary)]),
  ].join('\n\n');
}

/** Formats the stacks that a review covers. */
export function stacksOf({ stack, environment }: Review, alsoOf: readonly string[] = []): Phrase {
  const stacks =
    alsoOf.length === 0 ? say`stack ${stack}` : say`stacks ${joined([stack, ...alsoOf].map((one) => say`${one}`))}`;
  return environment === undefined ? stacks : say`${stacks} · environment ${environment}`;
}

/** Formats the plan hash or base commit of the review. */
export const basisOf = (basis: Review['basis']): Phrase =>
  'hash' in basis
    ? say`plan ${basis.hash.slice(0, 12)}`
    : say`compared with ${basis.base.slice(0, 12)} without a Terraform plan; the deployed state and errors from AWS and Datadog are ignored`;

const dangerLine = (kind: string, what: Phrase) =>
  `- **${kind.charAt(0).toUpperCase()}${kind.slice(1)}:** ${markdown(what)}`;

function dangerLines(review: Review): readonly string[] {
  const links = sourceLinks(review);
  return explainDangers(review.dangers).map((group) => dangerLine(group.kind, links(inOneLine(group))));
}

/** Renders a line for each danger that the grouped lines do not name. */
function otherDangerLines(review: Review): readonly string[] {
  const links = sourceLinks(review);
  return unnamedDangers(review).map((danger) => dangerLine(danger.kind, links(inOneSentence(danger))));
}

/** Maximum number of dangers with a line each, if there are too many to show all of them. */
const dangersAtMost = 50;

/** Renders the first dangers that the grouped lines do not name, and counts the others by kind, module and type. */
function collapsedDangers(review: Review, lines: readonly string[]): readonly string[] {
  const left = unnamedDangers(review).slice(dangersAtMost);
  return [
    ...lines.slice(0, dangersAtMost),
    bullet(words(`${counted(left.length, 'more danger')}, counted by module and type: ${tooLong}`)),
    ...[...groupBy(left, ({ kind }) => kind)].flatMap(([kind, those]) =>
      countsByModule(those.map(({ address }) => address)).map((counts) => dangerLine(kind, counts)),
    ),
  ];
}

/** Maximum number of monitors without dangers that are not collapsed. */
const openMonitorsAtMost = 12;

/**
 * Returns a function that renders the monitors, and collapses those without dangers if there are more than `openAtMost`. A truncated section
 * must not be collapsed, because that would hide the number of omitted monitors.
 */
function renderMonitors({ monitors, dangers }: Review): (openAtMost: number) => readonly string[] {
  const inDanger = new Set(dangers.map(({ address }) => address));
  const rendered = monitors.map(({ address, summary, ...about }) => ({
    isSafe: !inDanger.has(address),
    lines: [bullet(summary), ...monitorDetails(about)],
  }));
  const linesOf = (those: typeof rendered) => those.flatMap(({ lines }) => lines);
  const safe = rendered.filter(({ isSafe }) => isSafe);
  return (openAtMost) => {
    if (safe.length <= openAtMost) return linesOf(rendered);
    const open = linesOf(rendered.filter(({ isSafe }) => !isSafe));
    return [
      ...open,
      ...(open.length > 0 ? [''] : []),
      details(`${counted(safe.length, 'monitor')} without dangers`, linesOf(safe)),
    ];
  };
}

type MonitorDetails = Pick<Review['monitors'][number], 'sentences' | 'query' | 'lines'>;

function monitorDetails({ sentences, query, lines }: MonitorDetails): readonly string[] {
  return [
    ...sentences.flatMap(({ before, after }) => [
      ...(before.length > 0 ? [bullet(['Before: ', ...before], 1)] : []),
      ...(after.length > 0 ? [bullet([before.length > 0 ? 'Now: ' : 'New: ', ...after], 1)] : []),
    ]),
    ...(query.length > 0 ? [bullet([...words('query: '), ...query], 1)] : []),
    ...lines.flatMap((line) => bullets(line, 1)),
  ];
}

const renameLines = (review: Review): readonly string[] => [
  ...(review.renames.length > 1 ? [bullet(renamesIntroduction)] : []),
  ...formatRenames(review).flatMap(({ what, block, inCdk }) => [
    bullet(what),
    codeBlock(block),
    ...(inCdk.length > 0 ? [`\n  ${markdown(inCdk)}`] : []),
  ]),
];

const driftLines = (review: Review): readonly string[] => [
  ...groupDangers(review.keptDangers).map((group) => bullet(formatKeptDanger(group))),
  ...keptDriftLines(importantDrift(review)),
  ...review.drift.flatMap((one) => [bullet(formatDrift(one)), ...driftedValueLines(one)]),
];

const keptDriftLines = (kept: Review['kept']): readonly string[] =>
  kept.flatMap((one) => [bullet(formatKeptDrift(one)), ...driftedValueLines(one)]);

const driftedValueLines = (drift: Drift): readonly string[] =>
  formatDriftedValues(drift).flatMap((line) => bullets(line, 1));

/** Renders a list in a collapsed section. Returns an empty list if there are no lines. */
const foldOf = (title: string, lines: readonly string[], noun: string, most: number): readonly string[] =>
  lines.length === 0 ? [] : [details(title, fitting(lines, most, noun))];
