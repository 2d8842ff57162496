import * as z from 'zod';
import { type MergeRequest, read, readAll, request } from './gitlab';

const Note = z.object({ id: z.number(), body: z.string(), author: z.object({ id: z.number() }) });
export type Note = z.infer<typeof Note>;

/** The notes of a merge request. @throws Error that says what to do */
export function notesOf(gitlab: MergeRequest) {
  const of = `merge request ${gitlab.mergeRequest}`;
  const path = `/merge_requests/${encodeURIComponent(gitlab.mergeRequest)}/notes`;
  return {
    /** Of the account that the token is of, the oldest first. */
    async own(): Promise<readonly Note[]> {
      const asked = await request(gitlab, { method: 'GET', path: 'user', of });
      const me = await read(gitlab, asked, z.object({ id: z.number() }));
      const found = await readAll(gitlab, { path: `${path}?sort=asc&order_by=created_at`, of }, Note);
      return found.filter(({ author }) => author.id === me.id).sort((a, b) => a.id - b.id);
    },
    async create(body: string): Promise<void> {
      await request(gitlab, { method: 'POST', path, of, body: { body } });
    },
    async update(id: number, body: string): Promise<void> {
      await request(gitlab, { method: 'PUT', path: `${path}/${id}`, of, body: { body } });
    },
    async remove(id: number): Promise<void> {
      await request(gitlab, { method: 'DELETE', path: `${path}/${id}`, of });
    },
  };
}
export type Notes = ReturnType<typeof notesOf>;
