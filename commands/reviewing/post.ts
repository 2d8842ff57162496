import { codeSpan, details } from '../../review/note/markdown';
import type { Note, Notes } from './gitlab';

/** What is to be said of one stack; undefined where nothing of it changes. */
export interface StackNote {
  readonly stack: string;
  readonly body: string | undefined;
}

export interface Posted {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

// an HTML comment, which GitLab does not show; what is no word cannot end it
const markOf = (stack: string) => `<!-- plan review: ${stack.replace(/[^\w.]/g, '_')} -->`;
const anyMark = /^<!-- plan review: [\w.]+ -->/;

/**
 * Leaves one note a stack: the one that is there is updated in place, a stack that changes no more has its note folded. Of
 * two pipelines at once each looks again after it has written, and removes its own notes but the oldest.
 */
export async function post(notes: Notes, stacks: readonly StackNote[]): Promise<Posted> {
  const done = { created: 0, updated: 0, removed: 0 };
  const update = async ({ id, body: old }: Note, body: string) => {
    if (old === body) return;
    await notes.update(id, body);
    done.updated += 1;
  };
  const before = (await notes.own()).filter(({ body }) => anyMark.test(body));
  const current = stacks.filter(({ body }) => body !== undefined);
  for (const { stack, body = '' } of current) {
    const mine = before.find((note) => note.body.startsWith(markOf(stack)));
    if (mine !== undefined) await update(mine, `${markOf(stack)}\n${body}`);
    else {
      await notes.create(`${markOf(stack)}\n${body}`);
      done.created += 1;
    }
  }
  const marks = new Set(current.map(({ stack }) => markOf(stack)));
  for (const note of before) {
    const [mark = ''] = anyMark.exec(note.body) ?? [];
    if (!marks.has(mark)) await update(note, folded(mark, note.body));
  }
  for (const { stack, body = '' } of current) {
    const [oldest, ...others] = (await notes.own()).filter((note) => note.body.startsWith(markOf(stack)));
    if (oldest !== undefined) await update(oldest, `${markOf(stack)}\n${body}`);
    for (const { id } of others) {
      await notes.remove(id);
      done.removed += 1;
    }
  }
  return done;
}

const outdated = 'Outdated: this merge request no longer changes the stack';

function folded(mark: string, body: string): string {
  if (body.includes(outdated)) return body;
  const [, stack = ''] = /: ([\w.]+) -->/.exec(mark) ?? [];
  return `${mark}\n${details(`${outdated} ${codeSpan(stack).replaceAll('`', '')}`, [body.slice(mark.length).trimStart()])}`;
}
