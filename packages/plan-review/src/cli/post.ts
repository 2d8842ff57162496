import { codeSpan, details } from '../index';
import { withoutReportLink } from '../note/report-link';
import { RejectedError } from './forge-request';
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
    const kept = await keepOldest(notes, current, before);
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
  const written: WrittenNotes = { created: [], updated: [] };
  const create = async ({ text }: CurrentNote) => {
    const note: CreatedNote = { text, id: undefined };
    written.created.push(note);
    note.id = await notes.create(text);
    counts.created += 1;
  };
  try {
    for (const one of current) {
      const mine = before.find((note) => isNoteOf(note, one.mark));
      if (mine === undefined) await create(one);
      else if (await updateNote(notes, mine, one.text).catch(recreateIfDeleted(() => create(one)))) {
        written.updated.push(mine);
        counts.updated += 1;
      }
    }
    return counts;
  } catch (error) {
    const { left, isCertain } = await withdraw(notes, written, error);
    if (!isCertain) throw withAddition(error, 'a note may have been written anyway, run the job again to update it');
    if (counts.created + counts.updated === 0) throw error;
    throw withAddition(
      error,
      left === 0
        ? 'no note was changed'
        : `${left} of ${current.length} notes were written, run the job again to write the others`,
    );
  }
}

/** Returns a handler for failed updates that writes the note again if it was deleted in the meantime. */
const recreateIfDeleted =
  (create: () => Promise<void>) =>
  async (error: unknown): Promise<false> => {
    if (!(error instanceof RejectedError) || error.status !== 404) throw error;
    await create();
    return false;
  };

interface CreatedNote {
  readonly text: string;
  /** Undefined if the server did not confirm the note, which may still exist. */
  id: number | undefined;
}

interface WrittenNotes {
  readonly created: CreatedNote[];
  /** Notes of earlier runs, as they were before this run. */
  readonly updated: PostedNote[];
}

interface Withdrawal {
  /** Number of notes that could not be withdrawn. */
  readonly left: number;
  /** False if the server did not confirm a note, and the notes could not be read afterwards. */
  readonly isCertain: boolean;
}

/**
 * Removes the notes of this run, and restores the notes of earlier runs.
 * @param error reason why the last note could not be written
 */
async function withdraw(notes: PostedNotes, { created, updated }: WrittenNotes, error: unknown): Promise<Withdrawal> {
  const isRejected = error instanceof RejectedError && error.status < 500;
  const unconfirmed = new Set(
    isRejected ? [] : created.flatMap(({ id, text }) => (id === undefined ? [text.trim()] : [])),
  );
  const found = unconfirmed.size === 0 ? [] : await notes.own().catch(() => undefined);
  const repeated = (found ?? []).filter(({ body }) => unconfirmed.has(body.replaceAll('\r\n', '\n').trim()));
  const ids = [...created.flatMap(({ id }) => id ?? []), ...repeated.map(({ id }) => id)];
  let left = 0;
  const count = () => {
    left += 1;
  };
  for (const id of ids) await notes.remove(id).catch(count);
  for (const { id, body } of updated) await notes.update(id, body).catch(count);
  return { left, isCertain: found !== undefined };
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

/**
 * Keeps the oldest note for each stack. If notes were written since this run began, by this run or another pipeline, it gets the text of the
 * newest.
 */
async function keepOldest(notes: PostedNotes, current: readonly CurrentNote[], before: readonly PostedNote[]) {
  const counts = { updated: 0, removed: 0 };
  const earlier = new Set(before.map(({ id }) => id));
  const own = await notes.own();
  for (const { mark } of current) {
    const [oldest, ...others] = own.filter((note) => isNoteOf(note, mark));
    const newest = others.findLast(({ id }) => !earlier.has(id));
    if (oldest !== undefined && newest !== undefined && (await updateNote(notes, oldest, newest.body)))
      counts.updated += 1;
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

const longestFolded = 60_000;

/** Collapses a note under a title that marks the note as outdated. Shortens a long note to its first line. */
function outdated(body: string, scope: string | undefined): string {
  const mark = readMark(body);
  if (mark === undefined) return body;
  const { kind, text } = mark;
  if (text.startsWith('<details>\n<summary>Outdated')) return body;
  const where = mark.stack === allStacks ? 'all stacks' : `the stack ${codeSpan(mark.stack).replaceAll('`', '')}`;
  // folding must not make a note too long for GitHub
  const shown = text.length > longestFolded ? (text.split('\n\n')[0] ?? '') : text;
  const folded = details(`Outdated: this ${subjects[kind]} ${where} no longer applies`, [shown]);
  return withMark(folded, { kind, stack: mark.stack, scope });
}
