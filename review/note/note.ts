import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { bullet, bullets, changesInNote } from './changes-in-note';
import { costsInWords } from './costs-in-words';
import { dependentsCounted, dependentsInWords, dependentsTitle } from './dependents-in-words';
import { driftInWords } from './drift-in-words';
import { findingsLines } from './findings-in-words';
import { invokedOf, notKnown, outputsOf } from './left-open';
import { fitting } from './left-out';
import { codeBlock, details, markdown } from './markdown';
import { renameInWords, renamesTogether } from './renames-in-words';

/** Where the note stands: shown below its first line. */
export interface Place {
  readonly commit: string | undefined;
  /** Names of other stacks of which the same is to be said: that nothing changes. */
  readonly alsoOf?: readonly string[];
}

/** From here on details are folded, the least important first. */
const readable = 60_000;
/** GitLab takes 1,000,000 characters; a note has a mark before it, and a last line. */
const mostOfGitLab = 999_000;
/** There are ten sections at most, and the addresses. */
const ofASection = 85_000;

/** The note of a merge request, in GitLab's Markdown: as long as it must be, as short as somebody tired can read. */
export function noteOf(review: Review, place: Place): string {
  const note = notesOf(review, place);
  const all = note({ saving: 0, monitors: 'all' });
  if (all.length <= readable) return all;
  const saved = note({ saving: all.length - readable, monitors: 'all' });
  if (saved.length <= readable) return saved;
  const addresses = note({ saving: all.length, monitors: 'summary' });
  return addresses.length <= mostOfGitLab
    ? addresses
    : note({ saving: all.length, monitors: 'summary', most: ofASection });
}

/** What is not as it was deployed, for an issue. */
export const driftNoteOf = (review: Review): string =>
  [
    'Somebody has changed by hand what was deployed. A deployment undoes it; what shall stay is written into the code.',
    driftLines(review).join('\n'),
  ].join('\n\n');

interface Folds {
  /** So many characters shorter, out of what changes. */
  readonly saving: number;
  /** Of monitors that are in no danger only the summary. */
  readonly monitors: 'all' | 'summary';
  /** Of each section so many characters, where not all of it fits. */
  readonly most?: number;
}

/** Only what changes is told in several ways; of a large plan the rest is long, too, and is put together once. */
function notesOf(review: Review, place: Place): (folds: Folds) => string {
  const above = [
    {
      title: 'Cannot be applied',
      noun: 'reason',
      lines: review.broken === undefined ? [] : [bullet(words(review.broken))],
    },
    { title: 'Dangers', noun: 'danger', lines: dangerLines(review) },
  ];
  const listed = (phrases: readonly Phrase[]) => phrases.map((phrase) => bullet(phrase));
  const outputs = outputsOf(review);
  const below = [
    { title: dependentsTitle, noun: 'resource', lines: listed(dependentsInWords(review)) },
    { title: 'Outputs', noun: 'output', lines: outputs.length === 0 ? [] : [bullet(outputs)] },
    { title: 'Actions', noun: 'action', lines: listed(invokedOf(review)) },
    { title: 'Renames', noun: 'rename', lines: renameLines(review) },
    { title: 'Changed by hand', noun: 'change', lines: driftLines(review) },
    { title: 'Findings', noun: 'finding', lines: listed(findingsLines(review.findings)) },
    { title: 'Not known yet', noun: 'thing', lines: listed(notKnown(review)) },
  ];
  const changes = changesInNote(review);
  const title = heading(review, place);
  const addresses = addressLines(review);
  return ({ saving, monitors, most = Number.POSITIVE_INFINITY }) => {
    const sections = [
      ...above,
      { title: 'Monitors', noun: 'monitor', lines: monitorLines(review, monitors) },
      { title: 'What changes', noun: 'resource', lines: changes(saving) },
      ...below,
    ];
    return [
      title,
      ...sections.flatMap((one) => section(one.title, fitting(one.lines, most, one.noun))),
      ...addressList(addresses, most),
    ]
      .join('\n\n')
      .concat('\n');
  };
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`**${title}**`, lines.join('\n')];

function heading(review: Review, place: Place): string {
  const { headline, counts, basis, dangers, broken, addresses, outputs, costs } = review;
  const light = broken !== undefined || dangers.length > 0 ? '🟠' : addresses.length + outputs.length > 0 ? '🟢' : '⚪';
  const where: Phrase[] = [
    stacksOf(review, place.alsoOf),
    ...(place.commit === undefined ? [] : [say`commit ${place.commit.slice(0, 12)}`]),
    // of several plans each has its own hash
    ...('hash' in basis && (place.alsoOf ?? []).length > 0 ? [] : [basisOf(basis)]),
    words(
      [
        `${counts.create} to create`,
        `${counts.update} to update`,
        `${counts.replace} to replace`,
        `${counts.delete} to delete`,
        ...(counts.forget > 0 ? [`${counts.forget} to forget`] : []),
        ...(outputs.length > 0 ? [`${counted(outputs.length, 'output')} to change`] : []),
      ]
        .join(', ')
        .concat(dependentsCounted(review)),
    ),
    ...costsInWords(costs),
  ];
  return `### ${light} ${markdown(headline)}\n${where.map(markdown).join(' · ')}`;
}

/** Which stacks a review is of. */
export function stacksOf({ stack, environment }: Review, alsoOf: readonly string[] = []): Phrase {
  const stacks =
    alsoOf.length === 0 ? say`stack ${stack}` : say`stacks ${joined([stack, ...alsoOf].map((one) => say`${one}`))}`;
  return environment === undefined ? stacks : say`${stacks} · environment ${environment}`;
}

/** What the note rests on: without a plan some things cannot be known. */
export const basisOf = (basis: Review['basis']): Phrase =>
  'hash' in basis
    ? say`plan ${basis.hash.slice(0, 12)}`
    : say`compared with ${basis.base.slice(0, 12)}, without a plan: what AWS and Datadog have, and whether they would take it, is not known`;

function dangerLines({ dangers }: Review): readonly string[] {
  return dangerKinds.flatMap((kind) =>
    dangers
      .filter((danger) => danger.kind === kind)
      .map(({ what }) => `- **${kind.charAt(0).toUpperCase()}${kind.slice(1)}:** ${markdown(what)}`),
  );
}

function monitorLines({ monitors, dangers }: Review, shown: Folds['monitors']): readonly string[] {
  const inDanger = new Set(dangers.map(({ address }) => address));
  return monitors.flatMap(({ address, summary, sentences, query, past, lines }) => [
    bullet(summary),
    ...(shown === 'summary' && !inDanger.has(address) ? [] : monitorDetails({ sentences, query, past, lines })),
  ]);
}

type MonitorDetails = Pick<Review['monitors'][number], 'sentences' | 'query' | 'past' | 'lines'>;

function monitorDetails({ sentences, query, past, lines }: MonitorDetails): readonly string[] {
  return [
    ...(past.length > 0 ? [bullet(past, 1)] : []),
    ...sentences.flatMap(({ before, after }) => [
      ...(before.length > 0 ? [bullet(['Before: ', ...before], 1)] : []),
      ...(after.length > 0 ? [bullet([before.length > 0 ? 'Now: ' : 'New: ', ...after], 1)] : []),
    ]),
    ...(query.length > 0 ? [bullet([...words('query: '), ...query], 1)] : []),
    ...lines.flatMap((line) => bullets(line, 1)),
  ];
}

function renameLines({ renames }: Review): readonly string[] {
  const together = renames.length > 1;
  return [
    ...(together ? [bullet(renamesTogether)] : []),
    ...renames
      .map((rename) => renameInWords(rename, together))
      .flatMap(({ what, block, inCdk }) => [bullet(what), codeBlock(block), `\n  ${markdown(inCdk)}`]),
  ];
}

const driftLines = ({ drift }: Review): readonly string[] => drift.map((one) => bullet(driftInWords(one)));

const addressLines = ({ addresses }: Review): readonly string[] =>
  addresses.map(({ address, action }) => bullet([{ code: address }, ` ${action}`]));

/** Every address, folded. */
function addressList(lines: readonly string[], most: number): readonly string[] {
  if (lines.length === 0) return [];
  const title = lines.length === 1 ? 'The address' : `All ${lines.length} addresses`;
  return [details(title, fitting(lines, most, 'address'))];
}
