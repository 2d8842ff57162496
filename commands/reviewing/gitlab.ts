import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** A GitLab project and the token to access it. */
export interface GitLabProject {
  /** `CI_API_V4_URL`: https://gitlab.example.com/api/v4 */
  readonly api: string;
  readonly project: string;
  readonly token: string;
  /** Delay before the first retry in ms; it doubles with each further one. */
  readonly patienceMs: number;
  /** Longest delay before a retry in ms, whatever GitLab asks for. */
  readonly patienceAtMostMs: number;
}

/** A merge request of a project. `mergeRequest` is its number in the project. */
export interface MergeRequest extends GitLabProject {
  readonly mergeRequest: string;
}

const Project = z.object({
  CI_API_V4_URL: z.url(),
  CI_PROJECT_ID: z.string().min(1),
  REVIEW_TOKEN: z.string().min(1),
});
const OfMergeRequest = Project.extend({ CI_MERGE_REQUEST_IID: z.string().min(1) });
const OfCommit = Project.extend({ CI_COMMIT_SHA: z.string().min(1), CI_DEFAULT_BRANCH: z.string().min(1) });

/**
 * Reporter is the lowest role that can read and comment on merge requests and edit labelled issues of a private project.
 * GitLab docs, "Roles and permissions", "Merge requests"
 */
const needed = 'the scope api and the role Reporter';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the merge request of a pipeline. @throws Error that names a missing variable */
export function mergeRequestOf(environment: Environment): MergeRequest {
  const variables = variablesIn(environment, OfMergeRequest, 'a pipeline of a merge request has it');
  return { ...projectOf(variables), mergeRequest: variables.CI_MERGE_REQUEST_IID };
}

/**
 * Returns the commit that a pipeline reviews. In a merged results pipeline, CI_COMMIT_SHA is a commit that was never pushed.
 * GitLab docs, "Predefined CI/CD variables"
 */
export const reviewedCommit = (environment: Environment): string | undefined =>
  environment['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'] || environment['CI_COMMIT_SHA'];

/** Returns the project of a pipeline. @throws Error that names a missing variable */
export function gitlabProjectOf(environment: Environment): GitLabProject {
  return projectOf(variablesIn(environment, Project, 'every pipeline has it'));
}

/** A merge request that was merged into the branch of a pipeline. */
export interface MergedRequest extends MergeRequest {
  /** Commit at the end of its source branch, which was reviewed; empty if GitLab does not know it any more. */
  readonly head: string;
  /** Id of the user who opened it. */
  readonly author: number;
}

/**
 * Finds the merge request that brought a commit into the default branch, for a job of that branch's pipeline.
 * @returns undefined if there is no such merge request
 * @throws Error that names a missing variable, or says what GitLab answered
 */
export async function mergeRequestBehind(environment: Environment): Promise<MergedRequest | undefined> {
  const variables = variablesIn(environment, OfCommit, 'every pipeline has it');
  const { CI_COMMIT_SHA: commit, CI_DEFAULT_BRANCH: branch } = variables;
  const gitlab = projectOf(variables);
  const path = `/repository/commits/${encodeURIComponent(commit)}/merge_requests`;
  const found = await readAll(gitlab, { path, of: `commit ${commit}` }, Found);
  // every merge request that contains the commit is listed, also of branches that anybody may merge into
  const merged = found.find(
    ({ state, target_branch, sha, merge_commit_sha, squash_commit_sha }) =>
      state === 'merged' && target_branch === branch && [sha, merge_commit_sha, squash_commit_sha].includes(commit),
  );
  return merged && { ...gitlab, mergeRequest: String(merged.iid), head: merged.sha ?? '', author: merged.author.id };
}

const Found = z.object({
  iid: z.number(),
  state: z.string(),
  target_branch: z.string(),
  sha: z.string().nullish(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  author: z.object({ id: z.number() }),
});

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
      ? `REVIEW_TOKEN is missing: a project access token with ${needed}, masked, but not protected: merge requests need it (Settings → CI/CD → Variables)`
      : `${name} is missing: ${where}`,
  );
}

const attempts = 5;

/** Parses an answer. @throws Error if it is not one of GitLab's API, for example a sign-in page */
export async function read<Said>({ api }: GitLabProject, answer: Response, form: z.ZodType<Said>): Promise<Said> {
  const said = form.safeParse(await answer.json().catch(() => undefined));
  if (said.success) return said.data;
  throw new Error(`the answer of ${api} is not one of GitLab's API; check CI_API_V4_URL`);
}

/** 100 items each. A longer list is one that never ends. */
const pagesAtMost = 100;

/** Reads all pages of a list. @throws Error as `request` and `read` do */
export async function readAll<Said>(
  gitlab: GitLabProject,
  call: Omit<Call, 'method'>,
  form: z.ZodType<Said>,
): Promise<Said[]> {
  const found: Said[] = [];
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const path = `${call.path}${call.path.includes('?') ? '&' : '?'}per_page=100&page=${page}`;
    const answer = await request(gitlab, { ...call, method: 'GET', path });
    found.push(...(await read(gitlab, answer, z.array(form))));
    // GitLab docs, "REST API pagination": empty on the last page
    if ((answer.headers.get('x-next-page') ?? '') === '') return found;
  }
  throw new Error(`GitLab at ${gitlab.api} has more than ${pagesAtMost} pages for ${call.of}: nothing is written`);
}

interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the project if it begins with `/`, otherwise to the API. */
  readonly path: string;
  /** Subject for error messages: `merge request 5`. */
  readonly of: string;
  readonly body?: object;
}

/** Sends a request, and retries if GitLab is busy or does not answer. @throws Error that says what to do */
export async function request(gitlab: GitLabProject, call: Call): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(gitlab, call);
    if (answer instanceof Response && answer.ok) return answer;
    // another pipeline has removed it already
    if (answer instanceof Response && answer.status === 404 && call.method === 'DELETE') return answer;
    if (attempt === attempts || !mayAskAgain(answer, call)) throw failureOf(answer, gitlab, call);
    const asked = answer instanceof Response ? Number(answer.headers.get('retry-after')) * 1000 : 0;
    await sleep(Math.min(gitlab.patienceAtMostMs, Math.max(asked || 0, gitlab.patienceMs * 2 ** (attempt - 1))));
  }
}

/** If the answer to a POST was lost, the object may exist already and must not be created twice. */
const mayAskAgain = (answer: Response | Error, { method }: Call): boolean =>
  answer instanceof Response ? answer.status === 429 || answer.status >= 500 : method !== 'POST';

const failureOf = (answer: Response | Error, gitlab: GitLabProject, call: Call): Error =>
  answer instanceof Response ? new Error(reasonOf(answer.status, gitlab, call)) : answer;

/** @returns the error if there is no answer */
async function ask({ api, project, token }: GitLabProject, { method, path, body }: Call): Promise<Response | Error> {
  const below = path.startsWith('/') ? `projects/${encodeURIComponent(project)}${path}` : path;
  try {
    return await fetch(`${api}/${below}`, {
      method,
      headers: { 'private-token': token, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // a redirection would carry the token to another host
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return new Error(`GitLab at ${api} does not answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function reasonOf(status: number, { project }: GitLabProject, { of }: Call): string {
  switch (status) {
    case 401:
      return 'GitLab does not know the token in REVIEW_TOKEN: it may have expired; create a new project access token in Settings → Access tokens';
    case 403:
      return `the token in REVIEW_TOKEN may not write notes and issues: it needs ${needed}; CI_JOB_TOKEN cannot write them at all`;
    case 404:
      return `GitLab finds no ${of} in project ${project}, or the token in REVIEW_TOKEN may not see it`;
    case 429:
      return `GitLab refused ${attempts} times because of too many requests; try again later`;
    default:
      return `GitLab answered ${status}`;
  }
}
