import { codeSpan, details } from '../../review/note/markdown';
import type { Note, Notes } from './notes';

/** What is to be said of one stack; undefined where nothing of it changes. */
export interface StackNote {
  readonly stack: string;
  readonly body: string | undefined;
  /** Of its plan, where it is one. */
  readonly hash?: string | undefined;
}

export interface Posted {
  readonly created: number;
  readonly updated: number;
  readonly removed: number;
}

// an HTML comment, which GitLab does not show; what is no word cannot end it, and two names give two words
const wordOf = (stack: string) => stack.replace(/[^A-Za-z0-9.]/g, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
const stackOf = (word: string) =>
  word.replace(/_([0-9a-f]+)_/g, (_, sign: string) => String.fromCodePoint(Number.parseInt(sign, 16)));
const markOf = ({ stack, hash }: StackNote) =>
  `<!-- plan review: ${wordOf(stack)}${hash === undefined ? '' : ` ${hash}`} -->`;
const mark = /^<!-- plan review: ([\w.]+)(?: ([0-9a-f]{64}))? -->/;

/** Whether a note is that of a stack. */
const isOf = (stack: string) => (note: Note) => mark.exec(note.body)?.[1] === wordOf(stack);

/** Of the plan that a note of the stack was written for; undefined where there is none. */
export function reviewedHash(notes: readonly Note[], stack: string): string | undefined {
  const [, , hash] = mark.exec(notes.find(isOf(stack))?.body ?? '') ?? [];
  return hash;
}

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
  const before = (await notes.own()).filter(({ body }) => mark.test(body));
  const current = stacks.flatMap((one) =>
    one.body === undefined ? [] : [{ stack: one.stack, text: `${markOf(one)}\n${one.body}` }],
  );
  for (const { stack, text } of current) {
    const mine = before.find(isOf(stack));
    if (mine !== undefined) await update(mine, text);
    else {
      await notes.create(text);
      done.created += 1;
    }
  }
  for (const note of before) if (!current.some(({ stack }) => isOf(stack)(note))) await update(note, folded(note.body));
  for (const { stack, text } of current) {
    const [oldest, ...others] = (await notes.own()).filter(isOf(stack));
    if (oldest !== undefined) await update(oldest, text);
    for (const { id } of others) {
      await notes.remove(id);
      done.removed += 1;
    }
  }
  return done;
}

const outdated = 'Outdated: this merge request no longer changes the stack';

/** Without the hash: what it says is no longer what will be done. */
function folded(body: string): string {
  if (body.includes(outdated)) return body;
  const [own = '', word = ''] = mark.exec(body) ?? [];
  const stack = stackOf(word);
  const title = `${outdated} ${codeSpan(stack).replaceAll('`', '')}`;
  return `${markOf({ stack, body })}\n${details(title, [body.slice(own.length).trimStart()])}`;
}
