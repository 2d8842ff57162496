import { codeSpan, details } from '../index';
import { markText, readMark } from './note-mark';

/** Review of a stack, in Markdown; `body` is undefined if nothing changes. */
export interface StackNote {
  readonly stack: string;
  readonly body: string | undefined;
}

/** Note of the review on a merge request or pull request. */
export interface PostedNote {
  readonly id: number;
  readonly body: string;
}

/** Functions that access the notes of the token's account on a merge request or pull request. */
export interface PostedNotes {
  /** Returns the notes, oldest first. */
  own(): Promise<readonly PostedNote[]>;
  create(body: string): Promise<void>;
  update(id: number, body: string): Promise<void>;
  remove(id: number): Promise<void>;
}

export interface Posted {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

/** Returns whether a note is the review of a stack for a scope. Old notes without a scope belong to every job with the stack. */
export function isNoteOf({ body }: Pick<PostedNote, 'body'>, stack: string, scope: string | undefined): boolean {
  const mark = readMark(body);
  return mark !== undefined && mark.stack === stack && (mark.scope === scope || mark.isLegacy);
}

/**
 * Writes one note for each stack. Updates an existing note in place. If a stack no longer changes, marks its note as outdated.
 * Does not touch notes with another scope or, for a job without a scope, notes for stacks that the job does not receive. Reads
 * the notes again after writing, and keeps only the oldest note for each stack, because pipelines may run at the same time.
 */
export async function post(notes: PostedNotes, stacks: readonly StackNote[], scope?: string): Promise<Posted> {
  const done = { created: 0, updated: 0, removed: 0 };
  const update = async ({ id, body: old }: PostedNote, body: string) => {
    if (old === body) return;
    await notes.update(id, body);
    done.updated += 1;
  };
  const before = await notes.own();
  // trim trailing white space as GitLab does; otherwise, an unchanged note would be updated, which would invalidate approvals
  const current = stacks.flatMap(({ stack, body }) =>
    body === undefined ? [] : [{ stack, text: `${markText({ stack, scope })}\n${body}`.trimEnd() }],
  );
  for (const { stack, text } of current) {
    const mine = before.find((note) => isNoteOf(note, stack, scope));
    if (mine !== undefined) await update(mine, text);
    else {
      await notes.create(text);
      done.created += 1;
    }
  }
  const unchanged = stacks.flatMap(({ stack, body }) => (body === undefined ? [stack] : []));
  const given = new Set(stacks.map(({ stack }) => stack));
  for (const note of before) {
    const mark = readMark(note.body);
    const isUnchanged = unchanged.some((stack) => isNoteOf(note, stack, scope));
    const isGone = scope !== undefined && mark?.scope === scope && !given.has(mark.stack);
    if (isUnchanged || isGone) await update(note, outdated(note.body, scope));
  }
  for (const { stack, text } of current) {
    const [oldest, ...others] = (await notes.own()).filter((note) => isNoteOf(note, stack, scope));
    if (oldest !== undefined) await update(oldest, text);
    for (const { id } of others) {
      await notes.remove(id);
      done.removed += 1;
    }
  }
  return done;
}

const title = 'Outdated: this merge request no longer changes the stack';

/** Folds a note under a title that marks the note as outdated. */
function outdated(body: string, scope: string | undefined): string {
  const mark = readMark(body);
  if (mark === undefined || body.includes(title)) return body;
  const stack = codeSpan(mark.stack).replaceAll('`', '');
  return `${markText({ stack: mark.stack, scope })}\n${details(`${title} ${stack}`, [body.slice(mark.length).trimStart()])}`;
}
