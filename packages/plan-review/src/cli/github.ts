import { readFileSync } from 'node:fs';
import * as z from 'zod';
import {
  apiUrl,
  attempts,
  type Forge,
  idFrom,
  RejectedError,
  read,
  readAll,
  request,
  retryAfterIn,
  tokenFrom,
} from './forge-request';
import { readMark } from './note-mark';
import type { PostedNotes } from './post';

/** Pull request in a repository. */
export interface PullRequest extends Forge {
  readonly pullRequest: number;
}

const Variables = z.object({
  GITHUB_API_URL: apiUrl,
  GITHUB_REPOSITORY: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  GITHUB_EVENT_PATH: z.string().min(1),
});
type Environment = Readonly<Record<string, string | undefined>>;

/** Returns whether the program runs in GitHub Actions (GitHub docs, "Variables reference"). */
export const isOnGitHub = (environment: Environment): boolean => environment['GITHUB_ACTIONS'] === 'true';

/**
 * Returns the pull request of a workflow run, with the token in REVIEW_TOKEN or GITHUB_TOKEN.
 * @throws Error that lists missing or invalid variables, or reports that the event is not a pull request
 */
export function pullRequestOf(environment: Environment): PullRequest {
  const parsed = Variables.safeParse(environment);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path: [name] }) => String(name)))];
    throw new Error(`missing or invalid ${names.join(', ')}; GitHub sets these variables in every workflow run`);
  }
  const variable = environment['REVIEW_TOKEN'] ? 'REVIEW_TOKEN' : 'GITHUB_TOKEN';
  const given = environment[variable];
  if (!given) throw new Error(noToken);
  const token = tokenFrom(variable, given);
  const { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_EVENT_PATH: event } = parsed.data;
  const pullRequest = numberIn(event);
  if (pullRequest === undefined)
    throw new Error(
      'the event of this workflow run is not a pull request; run post in workflows with on: pull_request',
    );
  return { ...githubOf({ api: api.replace(/\/+$/, ''), repository, token }), pullRequest };
}

const noToken =
  'GITHUB_TOKEN is not set; pass the token in the step: env: { GITHUB_TOKEN: ${{ github.token }} }, with permissions: { pull-requests: write }';

const Event = z.object({
  number: z.int().positive().optional(),
  pull_request: z
    .object({
      number: z.int().positive(),
      head: z.object({ sha: z.string(), repo: z.object({ html_url: z.url() }).nullish() }).optional(),
    })
    .optional(),
});

/** Returns the event in a file. Returns an empty event for an unreadable file. */
function eventIn(path: string): z.infer<typeof Event> {
  try {
    return Event.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}

/** Returns the number of the pull request in an event file. Undefined for other events. */
function numberIn(path: string): number | undefined {
  const { pull_request: request, number } = eventIn(path);
  return request?.number ?? number;
}

/**
 * Returns the last commit on the branch of a pull request, and the URL of its repository, which may be a fork. Undefined for other
 * events. GITHUB_SHA is not used, because this merge commit was never pushed (GitHub docs, "Events that trigger workflows", pull_request).
 */
export function headOf({ GITHUB_EVENT_PATH: event }: Environment): { url: string; sha: string } | undefined {
  const head = event === undefined ? undefined : eventIn(event).pull_request?.head;
  return head?.repo ? { url: head.repo.html_url, sha: head.sha } : undefined;
}

/** Returns the API of a GitHub repository. @param repository owner and name: `shop/platform` */
export const githubOf = ({
  api,
  repository,
  token,
}: Readonly<Record<'api' | 'repository' | 'token', string>>): Forge => ({
  name: 'GitHub',
  api,
  variable: 'GITHUB_API_URL',
  headers: {
    authorization: `Bearer ${token}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
  },
  project: `repos/${repository}`,
  patienceMs: 1_000,
  patienceAtMostMs: 60_000,
  retryAfterMs: (answer) => (isThrottled(answer) ? delayIn(answer) : undefined),
  reasonOf: (answer, of) => reasonOf(answer, repository, of),
  // GitHub docs, "Using pagination in the REST API"
  hasNextPage: ({ headers }) => /;\s*rel="next"/.test(headers.get('link') ?? ''),
});

/** GitHub also returns 403 if a rate limit is exceeded (GitHub docs, "Rate limits for the REST API"). */
const isThrottled = ({ status, headers }: Response): boolean =>
  status === 429 || (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'));

function delayIn(answer: Response): number {
  const reset = Number(answer.headers.get('x-ratelimit-reset')) * 1000;
  return retryAfterIn(answer) || Math.max(0, reset - Date.now()) || 0;
}

function reasonOf(answer: Response, repository: string, of: string): string | undefined {
  if (isThrottled(answer))
    return `GitHub throttled all ${attempts} attempts (${answer.status}); run the job again later`;
  switch (answer.status) {
    case 401:
      return 'GitHub rejected the token (401), which may have expired; pass the token of the job (GITHUB_TOKEN), or create a new one';
    case 403:
      return 'GitHub denied access (403); the job needs permissions: { pull-requests: write }. In pull requests from forks, the token is read-only; upload the note as an artifact instead (--format html)';
    case 404:
      return `GitHub did not find ${of} in ${repository} (404), or the token has no access; check the number, and that the token is for this repository`;
    case 422:
      return `GitHub rejected the note for ${of} (422): the text is too long, or the pull request no longer exists; check the pull request, and upload the note as an artifact instead (--format html)`;
    default:
      return undefined;
  }
}

const Comment = z.object({
  id: z.number(),
  body: z.string().nullable(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullable(),
});
type Comment = z.infer<typeof Comment>;

/** Returns the name of the token's account. Undefined for tokens of jobs and GitHub Apps (GitHub docs, "Get the authenticated user"). */
async function accountOf(github: PullRequest, of: string): Promise<string | undefined> {
  try {
    const answer = await request(github, { method: 'GET', path: 'user', of });
    return (await read(github, answer, z.object({ login: z.string() }))).login;
  } catch (error) {
    if (error instanceof RejectedError && error.status === 403) return undefined;
    throw error;
  }
}

/** Account that writes with the token of a job (GitHub docs, "Automatic token authentication"). */
const jobs = 'github-actions[bot]';

/**
 * Returns a predicate for the comments that the program wrote. Without the name of the account, these are the marked comments of the
 * account of jobs, or of the bot of another GitHub App if that account wrote none.
 */
function isWrittenBy(login: string | undefined, all: readonly Comment[]): (comment: Comment) => boolean {
  if (login !== undefined) return ({ user }) => user?.login === login;
  const isMarked = ({ user, body }: Comment) => user?.type === 'Bot' && readMark(body ?? '') !== undefined;
  const isOfJobs = ({ user }: Comment) => user?.login === jobs;
  const byJobs = all.some((comment) => isMarked(comment) && isOfJobs(comment));
  return (comment) => isMarked(comment) && (!byJobs || isOfJobs(comment));
}

/** Returns functions that access the comments on a pull request. @throws Error that describes a failed request */
export function commentsOf(github: PullRequest): PostedNotes {
  const of = `pull request ${github.pullRequest}`;
  const path = `/issues/${github.pullRequest}/comments`;
  let account: Promise<string | undefined> | undefined;
  return {
    async own() {
      account ??= accountOf(github, of);
      const login = await account;
      const all = await readAll(github, { path, of }, Comment);
      return all
        .filter(isWrittenBy(login, all))
        .map(({ id, body }) => ({ id, body: body ?? '' }))
        .sort((a, b) => a.id - b.id);
    },
    create: (body) => idFrom(github, { method: 'POST', path, of, body: { body } }),
    async update(id, body) {
      await idFrom(github, { method: 'PATCH', path: `/issues/comments/${id}`, of, body: { body } });
    },
    async remove(id) {
      await request(github, { method: 'DELETE', path: `/issues/comments/${id}`, of });
    },
  };
}
