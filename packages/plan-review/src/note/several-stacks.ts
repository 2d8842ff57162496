import { counted, joined, type Phrase, say, words } from '../phrase';
import { doesNothing, type Review } from '../review';
import { dangerKinds } from '../rules/rule';
import { lightOf, signOf, verdicts } from '../verdict';
import { codeSpan, details, markdown } from './markdown';
import { type NoteContext, noteOf } from './note';
import { bullet } from './render-changes';
import { terminalOf } from './terminal';
import { type Screen, writerFor } from './terminal-writer';
import { fitting, tooLong } from './truncate-list';

/** Sorts reviews by verdict, then by their worst danger, then by the number of dangers. */
export const byDanger = (reviews: readonly Review[]): readonly Review[] =>
  [...reviews].sort(
    (a, b) =>
      verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
      worstIn(a) - worstIn(b) ||
      b.dangers.length - a.dangers.length,
  );

/** Returns the rank of the worst danger. Plans that cannot be applied come first. */
const worstIn = ({ broken, dangers }: Review): number =>
  broken === undefined ? Math.min(dangerKinds.length, ...dangers.map(({ kind }) => dangerKinds.indexOf(kind))) : -1;

/** Returns whether a review has nothing to report. */
export const isQuiet = (review: Review): boolean =>
  doesNothing(review) &&
  [review.dependents, review.drift, review.keptDangers, review.failedChecks].every(({ length }) => length === 0);

/** Share of a note for the list of stacks, and share for the notes of the stacks. The rest is for markup. */
const shares = { list: 0.15, notes: 0.8 } as const;
/** Minimum length of the note of each stack, in characters. A shorter note would omit too much. */
const shortest = 1_200;

/**
 * Renders the reviews of several stacks as one note: a list of the stacks, most dangerous first, and the note of each stack.
 * Folds notes without dangers, and omits notes that do not fit.
 */
export function noteOfStacks(reviews: readonly Review[], place: NoteContext & { readonly longest: number }): string {
  const loud = byDanger(reviews.filter((one) => !isQuiet(one)));
  const quiet = reviews.filter(isQuiet);
  const [first, ...others] = loud.length > 0 ? loud : quiet;
  if (first === undefined) return '';
  if (loud.length === 0) return noteOf(first, { ...place, alsoOf: others.map(({ stack }) => stack) });
  if (reviews.length === 1) return noteOf(first, place);
  let room = place.longest * shares.notes;
  const lines: { readonly long: string; readonly short: string }[] = [];
  const notes = loud.flatMap((review, index) => {
    const longest = Math.floor(Math.max(shortest, room / (loud.length - index)));
    const note = noteOf(review, { ...place, longest }).trimEnd();
    const [line = ''] = note.split('\n', 1);
    lines.push({ long: `- ${codeSpan(review.stack)}: ${line.replace(/^#+ /, '')}`, short: shortLine(review) });
    if (note.length > room) return [];
    room -= note.length;
    return [isDangerous(review) ? note : details(`Stack ${plainName(review)}`, [note])];
  });
  const omitted = loud.length - notes.length;
  return [
    `## ${countsOf(loud, quiet)}`,
    listOf(
      lines,
      quietStacks(quiet).map((line) => bullet(line)),
      place.longest * shares.list,
    ).join('\n'),
    ...notes,
    ...(omitted > 0 ? [`The notes of ${counted(omitted, 'stack')} are omitted: ${tooLong}.`] : []),
  ].join('\n\n');
}

/**
 * Renders the reviews of several stacks for a terminal: a list of the stacks, most dangerous first, and the review of each stack that
 * changes something.
 */
export function terminalOfStacks(reviews: readonly Review[], screen: Screen): string {
  const loud = byDanger(reviews.filter((one) => !isQuiet(one)));
  const quiet = reviews.filter(isQuiet);
  const [first, ...others] = loud.length > 0 ? loud : quiet;
  if (first === undefined) return '';
  if (loud.length === 0) return terminalOf(first, { ...screen, alsoOf: others.map(({ stack }) => stack) });
  if (reviews.length === 1) return terminalOf(first, screen);
  const { colours, item } = writerFor(screen);
  const list = [
    ...loud.map((one) => item([{ code: one.stack }, ': ', ...summaryOf(one)], { sign: signOf[one.verdict] })),
    ...quietStacks(quiet).map((line) => item(line)),
  ];
  return [colours.bold(countsOf(loud, quiet)), ...list, '', ...loud.map((one) => terminalOf(one, screen))].join('\n');
}

/** Summarizes a review in one line, with its light. */
const shortLine = (review: Review): string =>
  `- ${codeSpan(review.stack)}: ${lightOf[review.verdict]} ${markdown(summaryOf(review))}`;

/** Summarizes a review by its environment, its kinds of danger and the number of changes that are not judged. */
function summaryOf({ environment, dangers, unjudged, broken }: Review): Phrase {
  const kinds = dangerKinds.filter((kind) => dangers.some((danger) => danger.kind === kind));
  const parts = [
    ...(broken === undefined ? [] : ['cannot be applied']),
    ...(kinds.length > 0 ? [`${counted(dangers.length, 'danger')} (${kinds.join(', ')})`] : []),
    ...(unjudged.length > 0 ? [`${counted(unjudged.length, 'change')} not judged`] : []),
  ];
  const what = words(parts.length > 0 ? parts.join(', ') : 'other changes');
  return environment === undefined ? what : say`${environment} · ${what}`;
}

/** Lists the stacks. Shortens the last lines if not all lines fit, so that every stack is listed if possible. */
function listOf(
  lines: readonly { readonly long: string; readonly short: string }[],
  quiet: readonly string[],
  most: number,
): readonly string[] {
  const reserved = lengthOf(quiet) + marginOfList;
  let left = most - reserved - lengthOf(lines.map(({ short }) => short));
  const shown = lines.map(({ long, short }) => {
    left -= Math.max(0, long.length - short.length);
    return left >= 0 ? long : short;
  });
  return fitting([...shown, ...quiet], most, 'stack');
}

/** Number of characters that `fitting` reserves for the line that counts omitted stacks. */
const marginOfList = 100;

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, { length }) => sum + length + 1, 0);

/** Lists the stacks without changes. Empty if every stack changes something. */
const quietStacks = (quiet: readonly Review[]): readonly Phrase[] =>
  quiet.length > 0 ? [say`no changes: ${joined(quiet.map(({ stack }) => say`${stack}`))}`] : [];

const isDangerous = ({ verdict }: Review): boolean => verdict === 'critical' || verdict === 'danger';

// the summary element contains HTML, not Markdown
const plainName = ({ stack }: Review): string => codeSpan(stack).replaceAll('`', '').replace(/[&<>]/g, '\uFFFD');

/** Counts the stacks: `3 stacks: 1 with dangers, 2 without changes`. */
function countsOf(loud: readonly Review[], quiet: readonly Review[]): string {
  const dangerous = loud.filter(isDangerous).length;
  const changed = loud.length - dangerous;
  const parts = [
    ...(dangerous > 0 ? [`${dangerous} with dangers`] : []),
    ...(changed > 0 ? [`${changed} with${dangerous > 0 ? ' other' : ''} changes`] : []),
    ...(quiet.length > 0 ? [`${quiet.length} without changes`] : []),
  ];
  return `${counted(loud.length + quiet.length, 'stack')}: ${parts.join(', ')}`;
}
