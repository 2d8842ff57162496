import * as z from 'zod';
import { read, readAll, request } from './forge-request';
import type { MergedRequest } from './gitlab';
import { type Note, Time } from './merge-request-notes';

/** Approval after the last push, by a user who neither opened the merge request nor pushed commits to it. */
export interface Approval {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Valid approvals, or the reason why no approval is valid. */
export type Approvals = { readonly given: readonly Approval[] } | { readonly missing: string };

// source: API::Entities::Approvals in gitlab-org/gitlab; older versions lack approved_at
const ApprovedBy = z.object({
  approved_by: z.array(
    z.object({ user: z.object({ id: z.number(), username: z.string() }), approved_at: Time.nullish() }),
  ),
});

// source: API::Entities::MergeRequestDiff in gitlab-org/gitlab; GitLab creates a version for each push
const Version = z.object({ head_commit_sha: z.string(), created_at: Time });

/**
 * Reads who approved a merge request after the last push. The versions of the merge request contain the time of the push, and a
 * Reporter can read them. Only a Maintainer could read whether the project resets approvals on each push.
 * @param notes all notes on the merge request
 * @param bot id of the account that writes the reviews
 */
export async function approvalsOf(
  gitlab: MergedRequest,
  { notes, bot }: { readonly notes: readonly Note[]; readonly bot: number },
): Promise<Approvals> {
  const of = `merge request ${gitlab.mergeRequest}`;
  const path = `/merge_requests/${encodeURIComponent(gitlab.mergeRequest)}`;
  const answer = await request(gitlab, { method: 'GET', path: `${path}/approvals`, of });
  const { approved_by } = await read(gitlab, answer, ApprovedBy);
  if (approved_by.length === 0) return { missing: 'was not approved' };

  const hasPart = new Set([bot, gitlab.author, ...pushersIn(notes)]);
  const others = approved_by.filter(({ user }) => !hasPart.has(user.id));
  if (others.length === 0) return { missing: 'was approved only by the author or by users who pushed commits' };

  const versions = await readAll(gitlab, { path: `${path}/versions`, of }, Version);
  const last = versions.reduce<z.infer<typeof Version> | undefined>(
    (newest, one) => (newest === undefined || one.created_at > newest.created_at ? one : newest),
    undefined,
  );
  if (last === undefined || last.head_commit_sha !== gitlab.head)
    return { missing: 'was merged with commits that differ from the last version' };
  const given = others.flatMap(({ user, approved_at }): Approval[] => {
    const at = approved_at ?? approvedAt(notes, user.id);
    return at !== undefined && at > last.created_at ? [{ by: user.username, at }] : [];
  });
  return given.length === 0 ? { missing: 'received new commits after the approval' } : { given };
}

/**
 * Returns the users who pushed commits. GitLab writes a system note about added commits in their name. Source: GitLab,
 * app/services/system_notes/commit_service.rb
 */
const pushersIn = (notes: readonly Note[]) =>
  notes.flatMap(({ system, body, author }) => (system && /^added \d+ commits?\b/.test(body) ? [author.id] : []));

/** Returns the time of the last approval by a user. Source: GitLab, app/services/system_notes/merge_requests_service.rb */
const approvedAt = (notes: readonly Note[], user: number): number | undefined =>
  notes
    .filter(({ system, author, body }) => system && author.id === user && body === 'approved this merge request')
    .at(-1)?.created_at;
