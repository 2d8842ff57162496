import * as z from 'zod';
import { type Forge, idFrom, readAll } from './forge-request';

const Issue = z.object({ iid: z.number(), title: z.string(), description: z.string().nullable() });
export type Issue = z.infer<typeof Issue>;

/** Returns functions that access the open issues of a project with the given label. @throws Error that describes a failed request */
export function issuesOf(gitlab: Forge, label: string) {
  const of = 'issues';
  const labels = encodeURIComponent(label);
  return {
    /** Returns the open issues, oldest first. */
    open: (): Promise<Issue[]> =>
      readAll(gitlab, { path: `/issues?state=opened&labels=${labels}&order_by=created_at&sort=asc`, of }, Issue),
    async create(title: string, description: string): Promise<void> {
      await idFrom(gitlab, { method: 'POST', path: '/issues', of, body: { title, description, labels: label } });
    },
    async update({ iid }: Issue, change: { readonly description: string } | 'close'): Promise<void> {
      const body = change === 'close' ? { state_event: 'close' } : change;
      await idFrom(gitlab, { method: 'PUT', path: `/issues/${iid}`, of, body });
    },
  };
}
export type Issues = ReturnType<typeof issuesOf>;
