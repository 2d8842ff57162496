import { codeSpan, details } from '../index';
import { withoutReportLink } from '../note/report-link';
import { allStacks, type NoteKind, type NoteMark, readMark, withMark } from './note-mark';

/** Note about a stack, in Markdown. `body` is undefined if there is nothing to report. */
export interface StackNote {
  readonly kind: NoteKind;
  readonly stack: string;
  readonly body: string | undefined;
}

/** Note on a merge request or pull request. */
export interface PostedNote {
  readonly id: number;
  readonly body: string;
}

/** Functions that access the notes that the account of the token wrote on a merge request or pull request. */
export interface PostedNotes {
  /** Returns the notes, oldest first. */
  own(): Promise<readonly PostedNote[]>;
  /** Writes a note. @returns its id */
  create(body: string): Promise<number>;
  update(id: number, body: string): Promise<void>;
  remove(id: number): Promise<void>;
}

export interface NoteCounts {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

/** Returns whether a note has the given identity. Old notes without a scope belong to every job that receives the stack. */
export function isNoteOf({ body }: Pick<PostedNote, 'body'>, { kind, stack, scope }: NoteMark): boolean {
  const mark = readMark(body);
  return mark !== undefined && mark.kind === kind && mark.stack === stack && (mark.scope === scope || mark.isLegacy);
}

/**
 * Writes one note of each kind for each stack. Updates existing notes in place. If there is nothing to report, marks an existing
 * note as outdated. Does not touch notes of other scopes; a job without a scope touches only notes for stacks that it receives.
 * After writing, reads the notes again and keeps only the oldest note for each stack, because pipelines may run at the same time.
 * @throws Error if a note cannot be written; the notes that were written before it are then removed or restored
 */
export async function post(notes: PostedNotes, stacks: readonly StackNote[], scope?: string): Promise<NoteCounts> {
  const before = await notes.own();
  const current = stacks.flatMap(({ kind, stack, body }): CurrentNote[] => {
    const mark = { kind, stack, scope };
    return body === undefined ? [] : [{ mark, text: withMark(body, mark) }];
  });
  const written = await writeAll(notes, current, before);
  try {
    const folded = await foldOutdated(notes, { before, stacks, scope });
    const kept = await keepOldest(notes, current);
    return { created: written.created, updated: written.updated + folded + kept.updated, removed: kept.removed };
  } catch (error) {
    throw withAddition(error, 'the notes were written, but an outdated or repeated note may remain; run the job again');
  }
}

/** Note to write, with its identity. */
interface CurrentNote {
  readonly mark: NoteMark;
  readonly text: string;
}

/** Writes all notes, or none of them. */
async function writeAll(notes: PostedNotes, current: readonly CurrentNote[], before: readonly PostedNote[]) {
  const counts = { created: 0, updated: 0 };
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const { mark, text } of current) {
      const mine = before.find((note) => isNoteOf(note, mark));
      if (mine === undefined) {
        const id = await notes.create(text);
        undo.push(() => notes.remove(id));
        counts.created += 1;
      } else if (await updateNote(notes, mine, text)) {
        undo.push(() => notes.update(mine.id, mine.body));
        counts.updated += 1;
      }
    }
    return counts;
  } catch (error) {
    if (undo.length === 0) throw error;
    let left = 0;
    for (const one of undo.toReversed())
      await one().catch(() => {
        left += 1;
      });
    throw withAddition(
      error,
      left === 0
        ? 'no note was changed'
        : `${left} of ${current.length} notes were written, run the job again to write the others`,
    );
  }
}

/** Updates a note. @returns whether its text changed; on GitLab, an update after the approval would require another approval */
async function updateNote(notes: PostedNotes, { id, body }: PostedNote, text: string): Promise<boolean> {
  if (withoutReportLink(body) === withoutReportLink(text)) return false;
  await notes.update(id, text);
  return true;
}

interface Outdating {
  readonly before: readonly PostedNote[];
  readonly stacks: readonly StackNote[];
  readonly scope: string | undefined;
}

/** Marks notes as outdated whose stacks do not change any more, or are no longer in the scope. @returns their number */
async function foldOutdated(notes: PostedNotes, { before, stacks, scope }: Outdating): Promise<number> {
  const unchanged = stacks.flatMap(({ kind, stack, body }) => (body === undefined ? [{ kind, stack, scope }] : []));
  const given = new Set(stacks.map(({ stack }) => stack));
  let folded = 0;
  for (const note of before) {
    const mark = readMark(note.body);
    const isUnchanged = unchanged.some((identity) => isNoteOf(note, identity));
    const isGone = scope !== undefined && mark?.scope === scope && !given.has(mark.stack);
    if ((isUnchanged || isGone) && (await updateNote(notes, note, outdated(note.body, scope)))) folded += 1;
  }
  return folded;
}

/** Removes all notes for a stack but the oldest. */
async function keepOldest(notes: PostedNotes, current: readonly CurrentNote[]) {
  const counts = { updated: 0, removed: 0 };
  for (const { mark, text } of current) {
    const [oldest, ...others] = (await notes.own()).filter((note) => isNoteOf(note, mark));
    if (oldest !== undefined && (await updateNote(notes, oldest, text))) counts.updated += 1;
    for (const { id } of others) {
      await notes.remove(id);
      counts.removed += 1;
    }
  }
  return counts;
}

/** Adds a clause to an error. */
const withAddition = (error: unknown, clause: string): Error =>
  new Error(`${error instanceof Error ? error.message : String(error)}; ${clause}`);

const subjects: Readonly<Record<NoteKind, string>> = {
  'plan review': 'plan review of',
  'monitor backtest': 'backtest of monitors in',
};

/** Collapses a note under a title that marks the note as outdated. */
function outdated(body: string, scope: string | undefined): string {
  const mark = readMark(body);
  if (mark === undefined) return body;
  const { kind, text } = mark;
  if (text.startsWith('<details>\n<summary>Outdated')) return body;
  const where = mark.stack === allStacks ? 'all stacks' : `the stack ${codeSpan(mark.stack).replaceAll('`', '')}`;
  const folded = details(`Outdated: this ${subjects[kind]} ${where} no longer applies`, [text]);
  return withMark(folded, { kind, stack: mark.stack, scope });
}
