import * as z from 'zod';
import { idFrom, readAll, request } from './forge-request';
import type { MergeRequest } from './gitlab';

/** Schema that converts a time string to milliseconds since the epoch. */
export const Time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

const Note = z.object({
  id: z.number(),
  body: z.string(),
  author: z.object({ id: z.number() }),
  created_at: Time,
  updated_at: Time,
  /** Whether GitLab wrote the note to record an action of the author (system note). */
  system: z.boolean(),
  /** Whether the note is in a resolved thread, which GitLab collapses. */
  resolved: z.boolean().nullish(),
});
export type Note = z.infer<typeof Note>;

/** Returns functions that access the notes on a merge request. @throws Error that describes a failed request */
export function notesOf(gitlab: MergeRequest) {
  const of = `merge request ${gitlab.mergeRequest}`;
  const path = `/merge_requests/${encodeURIComponent(gitlab.mergeRequest)}/notes`;
  const all = () => readAll(gitlab, { path: `${path}?sort=asc&order_by=created_at`, of }, Note);
  let account: Promise<number> | undefined;
  const me = () => {
    account ??= idFrom(gitlab, { method: 'GET', path: 'user', of });
    return account;
  };
  return {
    all,
    /** Id of the account that owns the token. */
    me,
    /** Returns the notes written by the account that owns the token, oldest first. */
    async own(): Promise<readonly Note[]> {
      const id = await me();
      return (await all()).filter(({ author, system }) => author.id === id && !system).sort((a, b) => a.id - b.id);
    },
    /** Writes a note. @returns its id */
    create: (body: string): Promise<number> => idFrom(gitlab, { method: 'POST', path, of, body: { body } }),
    async update(id: number, body: string): Promise<void> {
      await idFrom(gitlab, { method: 'PUT', path: `${path}/${id}`, of, body: { body } });
    },
    async remove(id: number): Promise<void> {
      await request(gitlab, { method: 'DELETE', path: `${path}/${id}`, of });
    },
  };
}
