import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { bullet, bullets, changesInNote } from './changes-in-note';
import { costsInWords } from './costs-in-words';
import { findingsLines } from './findings-in-words';
import { invokedOf, notKnown, outputsOf } from './left-open';
import { codeBlock, details, markdown } from './markdown';
import { renameInWords } from './renames-in-words';

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

/** The note of a merge request, in GitLab's Markdown: as long as it must be, as short as somebody tired can read. */
export function noteOf(review: Review, place: Place): string {
  const note = notesOf(review, place);
  const all = note({ saving: 0, monitors: 'all' });
  if (all.length <= readable) return all;
  const saved = note({ saving: all.length - readable, monitors: 'all' });
  if (saved.length <= readable) return saved;
  const addresses = note({ saving: all.length, monitors: 'summary' });
  if (addresses.length < mostOfGitLab) return addresses;
  const withoutAddresses = notesOf({ ...review, addresses: [] }, place)({ saving: all.length, monitors: 'summary' });
  return `${wholeLines(withoutAddresses, mostOfGitLab)}\n${tooMany(review)}`;
}

/** What is not as it was deployed, for an issue. */
export const driftNoteOf = (review: Review): string =>
  [
    'Somebody has changed by hand what was deployed. A deployment undoes it; what shall stay is written into the code.',
    driftLines(review).join('\n'),
  ].join('\n\n');

const tooMany = ({ addresses }: Review) =>
  `\nMore changes than a note can hold (${addresses.length} addresses): \`npm run review -- --format json\` has all of it.\n`;

/** The beginning of a text; nothing of it is left open, for without addresses nothing is folded. */
function wholeLines(text: string, most: number): string {
  if (text.length <= most) return text;
  return text.slice(0, text.lastIndexOf('\n', most) + 1);
}

interface Folds {
  /** So many characters shorter, out of what changes. */
  readonly saving: number;
  /** Of monitors that are in no danger only the summary. */
  readonly monitors: 'all' | 'summary';
}

/** Only what changes is told in several ways; of a large plan the rest is long, too, and is put together once. */
function notesOf(review: Review, place: Place): (folds: Folds) => string {
  const above = [
    heading(review, place),
    ...section('Cannot be applied', review.broken === undefined ? [] : [bullet(words(review.broken))]),
    ...section('Dangers', dangerLines(review)),
  ];
  const outputs = outputsOf(review);
  const below = [
    ...section('Outputs', outputs.length === 0 ? [] : [bullet(outputs)]),
    ...section(
      'Actions',
      invokedOf(review).map((line) => bullet(line)),
    ),
    ...section('Renames', renameLines(review)),
    ...section('Changed by hand', driftLines(review)),
    ...section(
      'Findings',
      findingsLines(review.findings).map((line) => bullet(line)),
    ),
    ...section(
      'Not known yet',
      notKnown(review).map((line) => bullet(line)),
    ),
  ];
  const changes = changesInNote(review);
  const list = addressList(review);
  return ({ saving, monitors }) => {
    const parts = [
      ...above,
      ...section('Monitors', monitorLines(review, monitors)),
      ...section('What changes', changes(saving)),
      ...below,
      ...list,
    ];
    return parts.join('\n\n').concat('\n');
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
      ].join(', '),
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
  return renames
    .map(renameInWords)
    .flatMap(({ what, block, inCdk }) => [bullet(what), codeBlock(block), `\n  ${markdown(inCdk)}`]);
}

const shownOfDrift = 5;

function driftLines({ drift }: Review): readonly string[] {
  return drift.map(({ types, attributes, addresses }) => {
    const some = addresses
      .slice(0, shownOfDrift)
      .flatMap((address, at): Phrase => [at > 0 ? ', ' : '', { code: address }]);
    const more = addresses.length - shownOfDrift;
    const listed = (names: readonly string[]) =>
      names.flatMap((name, at): Phrase => [at > 0 ? ', ' : '', { code: name }]);
    return bullet([
      ...words(`${addresses.length} × `),
      ...listed(types),
      ': ',
      ...listed(attributes),
      ' (',
      ...some,
      more > 0 ? ` and ${more} more)` : ')',
    ]);
  });
}

/** Every address, folded. */
function addressList({ addresses }: Review): readonly string[] {
  if (addresses.length === 0) return [];
  const title = addresses.length === 1 ? 'The address' : `All ${addresses.length} addresses`;
  return [
    details(
      title,
      addresses.map(({ address, action }) => bullet([{ code: address }, ` ${action}`])),
    ),
  ];
}
