import { screen } from '@himeshima/cli';
import { addressAfterMove } from '../module-paths';
import { backtestNote } from '../note/backtest-note';
import { codeQualityOf, type StackReport } from '../note/code-quality';
import { htmlOf } from '../note/html';
import { jsonOf, widgetOf } from '../note/json-output';
import { longestNote, noteOf } from '../note/note';
import { withReportLink } from '../note/report-link';
import { sarifOf } from '../note/sarif';
import { byDanger, isQuiet, noteOfStacks, terminalOfStacks } from '../note/several-stacks';
import type { Review } from '../review';
import type { FindSource, SourceLocation } from '../sources/source-location';
import { allStacks } from './note-mark';
import type { ReadBytes } from './plan-file';
import { placesInPlan } from './plan-locations';
import type { StackNote } from './post';

/** Review, and the file that contains its resource addresses. */
export interface ReviewedFile {
  readonly file: string;
  readonly review: Review;
  /** Returns the line that declares a resource. Undefined if the code is not available. */
  readonly sourceOf: FindSource | undefined;
}

interface Context {
  readonly commit: string | undefined;
  /** URL of the full report. */
  readonly report?: string | undefined;
  readonly read: ReadBytes;
  /** Returns a function that finds the declaration of a synthesized resource in the code. */
  readonly placesInCode: ((file: string) => (address: string) => SourceLocation) | undefined;
}

type Format = (all: readonly ReviewedFile[], context: Context) => string;

const reviewsOf = (all: readonly ReviewedFile[]) => all.map(({ review }) => review);

/** Output formats. Keys are values of `--format`. */
export const formats: Readonly<Record<string, Format>> = {
  markdown: notesOf(longestNote.gitlab),
  gitlab: notesOf(longestNote.gitlab),
  github: notesOf(longestNote.github),
  html: (all) => htmlOf(byDanger(reviewsOf(all))),
  terminal: (all) => terminalOfStacks(reviewsOf(all), screen()),
  json: (all) => jsonOf(reviewsOf(all)),
  widget: (all) => widgetOf(reviewsOf(all)),
  codequality: (all, context) => codeQualityOf(reportedIn(all, context)),
  sarif: (all, context) => sarifOf(reportedIn(all, context)),
};

/** Returns whether a format is a note for a forge. */
export const isNote = (format: string): boolean => ['markdown', 'gitlab', 'github'].includes(format);

function notesOf(longest: number): Format {
  return (all, { commit, report }) =>
    [
      withReportLink(noteOfStacks(reviewsOf(all), { commit, longest: roomFor({ longest, report }) }), report),
      ...reviewsOf(all).flatMap(backtestNotes),
    ].join('\n');
}

/** Returns the dangers and new findings of all stacks, and functions that find the lines of resources. */
const reportedIn = (all: readonly ReviewedFile[], { read, placesInCode }: Context): readonly StackReport[] =>
  all.map(({ file, sourceOf, review }) => {
    const { stack, basis, broken, dangers, findings, renames, moves, addresses, backtest } = review;
    // if two commits are compared, report locations in the code, because the synthesized stacks are not in the repository
    const isBase = 'base' in basis && placesInCode !== undefined;
    let places: ((address: string) => SourceLocation) | undefined;
    const placeOf = (address: string) => {
      places ??= isBase ? placesInCode(file) : placesInPlan(file, read);
      return places(address);
    };
    const renamed = new Map(renames.map(({ from, to }) => [from, to]));
    const affected = new Set(addresses.map(({ address }) => address));
    // the code contains only the new address of a renamed resource, or of a resource in a moved module
    const newAddressOf = (address: string) =>
      [renamed.get(address), ...moves.map((move) => addressAfterMove(address, move))].find(
        (one) => one !== undefined && affected.has(one),
      ) ?? address;
    const locationOf = (address: string) => {
      const current = newAddressOf(address);
      const source = sourceOf?.(current) ?? sourceOf?.(address);
      if (source !== undefined) return source;
      const place = placeOf(current);
      // the rename is only a guess
      return place.isElsewhere ? placeOf(address) : place;
    };
    return { stack, locationOf, broken, dangers, findings: findings.added, backtest };
  });

const backtestNotes = ({ stack, backtest }: Review): readonly string[] =>
  backtest === undefined ? [] : [backtestNote(stack, backtest)];

/** Limits of a note in a merge request, and what it refers to. */
interface Place {
  readonly commit: string | undefined;
  readonly longest: number;
  /** URL of the full report. */
  readonly report?: string | undefined;
}

/** Returns the maximum length of a note before a link to the full report is appended. */
const roomFor = ({ longest, report = '' }: Pick<Place, 'longest' | 'report'>): number => longest - report.length;

/** Returns one merge request note for all stacks, and the backtest of each stack. */
export const commonNotes = (reviews: readonly Review[], { commit, longest, report }: Place): readonly StackNote[] => [
  {
    kind: 'plan review',
    stack: allStacks,
    body: reviews.every(isQuiet)
      ? undefined
      : withReportLink(noteOfStacks(reviews, { commit, longest: roomFor({ longest, report }) }), report),
  },
  ...reviews.flatMap((one): StackNote[] => [
    // marks the note of this stack as outdated if an earlier run wrote one note for each stack
    { kind: 'plan review', stack: one.stack, body: undefined },
    { kind: 'monitor backtest', stack: one.stack, body: backtestNotes(one)[0] },
  ]),
];

/**
 * Returns the merge request notes for a stack: the review and the backtest. The body of a note is undefined if there is nothing to
 * report. The backtest has a separate note, because past metrics change with every run, and `reviewed` compares the whole review.
 */
export const stackNotes = (one: Review, { commit, longest, report }: Place): readonly StackNote[] => [
  {
    kind: 'plan review',
    stack: one.stack,
    body: isQuiet(one)
      ? undefined
      : withReportLink(noteOf(one, { commit, longest: roomFor({ longest, report }) }), report),
  },
  { kind: 'monitor backtest', stack: one.stack, body: backtestNotes(one)[0] },
];
