import type { Line } from '../changes/changed-text';
import type { ChangedResource } from '../changes/what-changes';
import { counted, joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { costsInWords } from './costs-in-words';
import { findingsLines } from './findings-in-words';
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

/** How much of what changes is shown: all of it, addresses alone, or addresses by their kind. */
type Depth = 'all' | 'changed' | 'addresses';

/** The note of a merge request, in GitLab's Markdown: as long as it must be, as short as somebody tired can read. */
export function noteOf(review: Review, place: Place): string {
  const noteAt = notesOf(review, place);
  const all = noteAt('all');
  if (all.length <= readable) return all;
  const changed = noteAt('changed');
  if (changed.length <= readable) return changed;
  const addresses = noteAt('addresses');
  if (addresses.length < mostOfGitLab) return addresses;
  const withoutAddresses = notesOf({ ...review, addresses: [] }, place)('addresses');
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

/** By its depth. Only what changes is told in several ways; of a large plan the rest is long, too, and is put together once. */
function notesOf(review: Review, place: Place): (depth: Depth) => string {
  const above = [
    heading(review, place),
    ...section('Cannot be applied', review.broken === undefined ? [] : [bullet(words(review.broken))]),
    ...section('Dangers', dangerLines(review)),
    ...section('Monitors', monitorLines(review)),
  ];
  const below = [
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
  return (depth) => {
    const changes = section('What changes', sliceLines(review, depth));
    const parts = [...above, ...changes, ...below, ...addressList(review)];
    return parts.join('\n\n').concat('\n');
  };
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`**${title}**`, lines.join('\n')];

const bullet = (phrase: Phrase, depth = 0) => `${'  '.repeat(depth)}- ${markdown(phrase)}`;

const bullets = ({ text, items }: Line, depth: number): readonly string[] => [
  bullet(text, depth),
  ...items.map(({ became, text: item }) => bullet([became === 'gone' ? { gone: item } : { come: item }], depth + 1)),
];

function heading({ headline, counts, stack, basis, dangers, broken, addresses, costs }: Review, place: Place): string {
  const light = broken !== undefined || dangers.length > 0 ? '🟠' : addresses.length > 0 ? '🟢' : '⚪';
  const where: Phrase[] = [
    stacksOf(stack, place.alsoOf),
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
      ].join(', '),
    ),
    ...costsInWords(costs),
  ];
  return `### ${light} ${markdown(headline)}\n${where.map(markdown).join(' · ')}`;
}

/** Which stacks a review is of. */
export const stacksOf = (stack: string, alsoOf: readonly string[] = []): Phrase =>
  alsoOf.length === 0 ? say`stack ${stack}` : say`stacks ${joined([stack, ...alsoOf].map((one) => say`${one}`))}`;

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

function monitorLines({ monitors }: Review): readonly string[] {
  return monitors.flatMap(({ summary, sentences, query, past, lines }) => [
    bullet(summary),
    ...(past.length > 0 ? [bullet(past, 1)] : []),
    ...sentences.flatMap(({ before, after }) => [
      ...(before.length > 0 ? [bullet(['Before: ', ...before], 1)] : []),
      ...(after.length > 0 ? [bullet([before.length > 0 ? 'Now: ' : 'New: ', ...after], 1)] : []),
    ]),
    ...(query.length > 0 ? [bullet([...words('query: '), ...query], 1)] : []),
    ...lines.flatMap((line) => bullets(line, 1)),
  ]);
}

/** So many of no slice are read faster than they are unfolded. */
const openAtMost = 5;

function sliceLines({ slices }: Review, depth: Depth): readonly string[] {
  if (depth === 'addresses') return [];
  return slices.map(({ name, resources }) => {
    const shown = depth === 'all' ? resources : resources.filter(({ lines, note }) => lines.length + note.length > 0);
    const lines = shown.flatMap((resource) => resourceLines(resource, depth));
    if (name === undefined && resources.length <= openAtMost)
      // a fold begins behind an empty line
      return slices.length === 1 ? lines.join('\n') : `${lines.join('\n')}\n`;
    const many = counted(resources.length, name === undefined && slices.length > 1 ? 'other resource' : 'resource');
    return details(name === undefined ? many : `${escapeHtml(name)}: ${many}`, lines);
  });
}

function resourceLines({ address, action, note, lines, afterApply }: ChangedResource, depth: Depth): readonly string[] {
  return [
    bullet([...say`${address}: `, ...words(action), ...note]),
    ...(depth === 'all' ? lines.flatMap((line) => bullets(line, 1)) : []),
    ...(depth === 'all' && afterApply.length > 0
      ? [
          bullet(
            [
              ...words('known after the apply: '),
              ...afterApply.flatMap((name, at) => [at > 0 ? ', ' : '', { code: name }]),
            ],
            1,
          ),
        ]
      : []),
  ];
}

// names of tags may hold anything
const escapeHtml = (text: string) => text.replace(/[^A-Za-z0-9 _.:-]/g, '·');

function renameLines({ renames }: Review): readonly string[] {
  return renames
    .map(renameInWords)
    .flatMap(({ what, block, inCdk }) => [bullet(what), codeBlock(block), `\n  ${markdown(inCdk)}`]);
}

const shownOfDrift = 5;

function driftLines({ drift }: Review): readonly string[] {
  return drift.map(({ type, attributes, addresses }) => {
    const some = addresses
      .slice(0, shownOfDrift)
      .flatMap((address, at): Phrase => [at > 0 ? ', ' : '', { code: address }]);
    const more = addresses.length - shownOfDrift;
    const what = attributes.flatMap((name, at): Phrase => [at > 0 ? ', ' : '', { code: name }]);
    return bullet([
      ...words(`${addresses.length} × `),
      { code: type },
      ': ',
      ...what,
      ' (',
      ...some,
      more > 0 ? ` and ${more} more)` : ')',
    ]);
  });
}

/** What the plan leaves open, a line each. */
export function notKnown({ complete, deferred, failedChecks, outputs }: Review): readonly Phrase[] {
  return [
    ...(complete ? [] : [words('The plan is not complete: another one follows after the apply.')]),
    ...deferred.map(({ address, reason }) => say`${address} is put off: ${reason}`),
    ...failedChecks.map((check) => say`the check ${check} fails`),
    ...(outputs.length === 0
      ? []
      : [words(`${counted(outputs.length, 'output')} of the stack ${outputs.length === 1 ? 'changes' : 'change'}`)]),
  ];
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
