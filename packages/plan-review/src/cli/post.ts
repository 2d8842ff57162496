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
  create(body: string): Promise<void>;
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
 */
export async function post(notes: PostedNotes, stacks: readonly StackNote[], scope?: string): Promise<NoteCounts> {
  const done = { created: 0, updated: 0, removed: 0 };
  const update = async ({ id, body: old }: PostedNote, body: string) => {
    // on GitLab, an update after the approval would require another approval
    if (withoutReportLink(old) === withoutReportLink(body)) return;
    await notes.update(id, body);
    done.updated += 1;
  };
  const before = await notes.own();
  const current = stacks.flatMap(({ kind, stack, body }) => {
    const mark = { kind, stack, scope };
    return body === undefined ? [] : [{ mark, text: withMark(body, mark) }];
  });
  for (const [written, { mark, text }] of current.entries()) {
    const mine = before.find((note) => isNoteOf(note, mark));
    try {
      if (mine !== undefined) await update(mine, text);
      else {
        await notes.create(text);
        done.created += 1;
      }
    } catch (error) {
      throw written === 0 ? error : incomplete(error, `${written} of ${current.length} notes were written`);
    }
  }
  const unchanged = stacks.flatMap(({ kind, stack, body }) => (body === undefined ? [{ kind, stack, scope }] : []));
  const given = new Set(stacks.map(({ stack }) => stack));
  for (const note of before) {
    const mark = readMark(note.body);
    const isUnchanged = unchanged.some((identity) => isNoteOf(note, identity));
    const isGone = scope !== undefined && mark?.scope === scope && !given.has(mark.stack);
    if (isUnchanged || isGone) await update(note, outdated(note.body, scope));
  }
  for (const { mark, text } of current) {
    const [oldest, ...others] = (await notes.own()).filter((note) => isNoteOf(note, mark));
    if (oldest !== undefined) await update(oldest, text);
    for (const { id } of others) {
      await notes.remove(id);
      done.removed += 1;
    }
  }
  return done;
}

/** Adds to an error which notes were written. Running the job again updates them in place, and writes the others. */
const incomplete = (error: unknown, written: string): Error =>
  new Error(
    `${error instanceof Error ? error.message : String(error)}; ${written}, run the job again to write the others`,
  );

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
