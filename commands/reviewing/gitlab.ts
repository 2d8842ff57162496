import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** Where notes are written, and with whose token. */
export interface GitLab {
  /** `CI_API_V4_URL`: https://gitlab.example.com/api/v4 */
  readonly api: string;
  readonly project: string;
  /** The number of the merge request in its project. */
  readonly mergeRequest: string;
  readonly token: string;
  /** Before the first repetition of a request, in ms; doubled for each further one. */
  readonly patienceMs: number;
  /** What GitLab may ask for at most before the next one, in ms. */
  readonly patienceAtMostMs: number;
}

const Project = z.object({
  CI_API_V4_URL: z.url(),
  CI_PROJECT_ID: z.string().min(1),
  REVIEW_TOKEN: z.string().min(1),
});
const OfMergeRequest = Project.extend({ CI_MERGE_REQUEST_IID: z.string().min(1) });
const OfCommit = Project.extend({ CI_COMMIT_SHA: z.string().min(1) });

type Environment = Readonly<Record<string, string | undefined>>;

/** What a job of a merge request's pipeline knows. @throws Error that names the variable that is missing */
export function gitlabOf(environment: Environment): GitLab {
  const variables = variablesIn(environment, OfMergeRequest, 'a pipeline of a merge request has it');
  return { ...projectOf(variables), mergeRequest: variables.CI_MERGE_REQUEST_IID };
}

/**
 * The merge request by which a commit came, as a job of main's pipeline finds it.
 * @returns undefined where it came by none
 * @throws Error that names the variable that is missing, or says what GitLab answers
 */
export async function mergeRequestBehind(environment: Environment): Promise<GitLab | undefined> {
  const variables = variablesIn(environment, OfCommit, 'every pipeline has it');
  const gitlab = { ...projectOf(variables), mergeRequest: `of the commit ${variables.CI_COMMIT_SHA}` };
  const path = `/projects/${encodeURIComponent(gitlab.project)}/repository/commits/${encodeURIComponent(variables.CI_COMMIT_SHA)}/merge_requests`;
  const found = await read(gitlab, await request(gitlab, 'GET', path), z.array(MergeRequest));
  const merged = found.find(({ state }) => state === 'merged');
  return merged && { ...gitlab, mergeRequest: String(merged.iid) };
}

const MergeRequest = z.object({ iid: z.number(), state: z.string() });

const projectOf = ({ CI_API_V4_URL, CI_PROJECT_ID, REVIEW_TOKEN }: z.infer<typeof Project>) => ({
  api: CI_API_V4_URL,
  project: CI_PROJECT_ID,
  token: REVIEW_TOKEN,
  patienceMs: 1_000,
  patienceAtMostMs: 60_000,
});

function variablesIn<Variables>(environment: Environment, form: z.ZodType<Variables>, where: string): Variables {
  const parsed = form.safeParse(environment);
  if (parsed.success) return parsed.data;
  const name = String(parsed.error.issues[0]?.path[0]);
  throw new Error(
    name === 'REVIEW_TOKEN'
      ? 'REVIEW_TOKEN is missing: a project access token with the scope api, masked and protected (Settings → CI/CD → Variables)'
      : `${name} is missing: ${where}`,
  );
}

const Note = z.object({ id: z.number(), body: z.string(), author: z.object({ id: z.number() }) });
export type Note = z.infer<typeof Note>;

const attempts = 5;

/** 100 notes each: no merge request has as many, so that what goes on behind them has no end. */
const pagesAtMost = 100;

/** The notes of a merge request. Every call is repeated where GitLab is busy. @throws Error that says what to do */
export function notesOf(gitlab: GitLab) {
  const path = `/projects/${encodeURIComponent(gitlab.project)}/merge_requests/${encodeURIComponent(gitlab.mergeRequest)}/notes`;
  return {
    /** Of the account that the token is of, the oldest first. */
    async own(): Promise<readonly Note[]> {
      const me = await read(gitlab, await request(gitlab, 'GET', '/user'), z.object({ id: z.number() }));
      const found: Note[] = [];
      for (let page = 1, more = true; more; page += 1) {
        if (page > pagesAtMost)
          throw new Error(`GitLab at ${gitlab.api} has more than ${pagesAtMost} pages of notes: none is written`);
        const answer = await request(gitlab, 'GET', `${path}?sort=asc&order_by=created_at&per_page=100&page=${page}`);
        found.push(...(await read(gitlab, answer, z.array(Note))));
        // GitLab docs, "REST API pagination": empty on the last page
        more = (answer.headers.get('x-next-page') ?? '') !== '';
      }
      return found.filter(({ author }) => author.id === me.id).sort((a, b) => a.id - b.id);
    },
    async create(body: string): Promise<void> {
      await request(gitlab, 'POST', path, { body });
    },
    async update(id: number, body: string): Promise<void> {
      await request(gitlab, 'PUT', `${path}/${id}`, { body });
    },
    async remove(id: number): Promise<void> {
      await request(gitlab, 'DELETE', `${path}/${id}`);
    },
  };
}
export type Notes = ReturnType<typeof notesOf>;

/** @throws Error where what answers is not GitLab's API, such as a page on which one signs in */
async function read<Said>({ api }: GitLab, answer: Response, form: z.ZodType<Said>): Promise<Said> {
  const said = form.safeParse(await answer.json().catch(() => undefined));
  if (said.success) return said.data;
  throw new Error(`what answers at ${api} is not the API of GitLab; CI_API_V4_URL is its address`);
}

async function request(gitlab: GitLab, method: string, path: string, body?: object): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(gitlab, method, path, body);
    if (answer.ok) return answer;
    // what another pipeline has removed is gone, which is what was wanted
    if (answer.status === 404 && method === 'DELETE') return answer;
    const isBusy = answer.status === 429 || answer.status >= 500;
    if (!isBusy || attempt === attempts) throw new Error(reasonOf(answer.status, gitlab));
    const asked = Number(answer.headers.get('retry-after')) * 1000;
    await sleep(Math.min(gitlab.patienceAtMostMs, Math.max(asked || 0, gitlab.patienceMs * 2 ** (attempt - 1))));
  }
}

async function ask({ api, token }: GitLab, method: string, path: string, body?: object): Promise<Response> {
  try {
    return await fetch(`${api}${path}`, {
      method,
      headers: { 'private-token': token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // a redirection would carry the token to another host
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`GitLab at ${api} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function reasonOf(status: number, { mergeRequest, project }: GitLab): string {
  switch (status) {
    case 401:
      return 'GitLab does not know the token in REVIEW_TOKEN: it may have expired; a project access token is made anew in Settings → Access tokens';
    case 403:
      return 'the token in REVIEW_TOKEN may not write notes: it needs the scope api and the role Developer; CI_JOB_TOKEN cannot write notes at all';
    case 404:
      return `GitLab finds no merge request ${mergeRequest} in project ${project}, or the token in REVIEW_TOKEN may not see it`;
    case 429:
      return `GitLab refused ${attempts} times because of too many requests; try again later`;
    default:
      return `GitLab answered ${status}`;
  }
}
