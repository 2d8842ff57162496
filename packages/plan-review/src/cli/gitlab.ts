import * as z from 'zod';
import { apiUrl, attempts, type Forge, readAll, retryAfterIn, tokenFrom } from './forge-request';
import { isOnGitHub } from './github';

/** Merge request in a project. `mergeRequest` is its number within the project. */
export interface MergeRequest extends Forge {
  readonly mergeRequest: string;
}

const Project = z.object({
  CI_API_V4_URL: apiUrl,
  CI_PROJECT_ID: z.string().min(1),
  REVIEW_TOKEN: z.string().min(1),
});
const OfMergeRequest = Project.extend({ CI_MERGE_REQUEST_IID: z.string().min(1) });
const OfCommit = Project.extend({ CI_COMMIT_SHA: z.string().min(1), CI_DEFAULT_BRANCH: z.string().min(1) });

/**
 * Required scope and role of the token. In a private project, Reporter is the lowest role that can comment on merge requests and
 * edit labeled issues (GitLab docs, "Roles and permissions", "Merge requests").
 */
const needed = 'scope api, role Reporter';

type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the merge request of a pipeline. @throws Error that lists missing or invalid variables */
export function mergeRequestOf(environment: Environment): MergeRequest {
  const variables = variablesIn(environment, OfMergeRequest, {
    where: 'in merge request pipelines, where the action post runs',
  });
  return { ...projectOf(variables), mergeRequest: variables.CI_MERGE_REQUEST_IID };
}

/**
 * Returns the commit that a pipeline reviews. Prefers the commit on the source branch: CI_COMMIT_SHA of a merged results pipeline
 * was never pushed (GitLab docs, "Predefined CI/CD variables").
 */
export const reviewedCommit = (environment: Environment): string | undefined =>
  environment['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA'] || environment['CI_COMMIT_SHA'];

/** Returns the project of a pipeline. @throws Error that lists missing or invalid variables */
export function gitlabProjectOf(environment: Environment): Forge {
  return projectOf(
    variablesIn(environment, Project, {
      where: 'in every pipeline',
      onGitHub:
        'drift works with GitLab only; on GitHub, write the review into a file (--format github), and open an issue with gh issue create --title TITLE --body-file FILE',
    }),
  );
}

/** Merge request that was merged into the branch of the pipeline. */
export interface MergedRequest extends MergeRequest {
  /** Reviewed commit: the last commit on the source branch. Empty if GitLab no longer stores the commit. */
  readonly head: string;
  /** Id of the user who opened the merge request. */
  readonly author: number;
}

/**
 * Finds the merge request that added the commit of the pipeline to the default branch.
 * @returns undefined if there is no such merge request
 * @throws Error that lists missing or invalid variables, or describes a failed request
 */
export async function mergeRequestBehind(environment: Environment): Promise<MergedRequest | undefined> {
  const variables = variablesIn(environment, OfCommit, {
    where: 'in every pipeline',
    onGitHub:
      'reviewed works with GitLab only; on GitHub, write the review into the job summary (--format github), and require reviewers for the environment of the deployment',
  });
  const { CI_COMMIT_SHA: commit, CI_DEFAULT_BRANCH: branch } = variables;
  const gitlab = projectOf(variables);
  const path = `/repository/commits/${encodeURIComponent(commit)}/merge_requests`;
  const found = await readAll(gitlab, { path, of: `commit ${commit}` }, Found);
  // GitLab also lists merge requests that added the commit to other branches, which may be unprotected
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

const projectOf = ({ CI_API_V4_URL, CI_PROJECT_ID, REVIEW_TOKEN }: z.infer<typeof Project>): Forge =>
  gitlabOf({ api: CI_API_V4_URL, project: CI_PROJECT_ID, token: tokenFrom('REVIEW_TOKEN', REVIEW_TOKEN) });

/** Returns the API of a GitLab project. @param api base URL, such as https://gitlab.example.com/api/v4 */
export const gitlabOf = ({ api, project, token }: Readonly<Record<'api' | 'project' | 'token', string>>): Forge => ({
  name: 'GitLab',
  api,
  variable: 'CI_API_V4_URL',
  headers: { 'private-token': token },
  project: `projects/${encodeURIComponent(project)}`,
  patienceMs: 1_000,
  patienceAtMostMs: 60_000,
  retryAfterMs: (answer) => (answer.status === 429 ? retryAfterIn(answer) : undefined),
  reasonOf: ({ status }, of) => reasonOf(status, project, of),
  // the header of the last page is empty (GitLab docs, "REST API pagination")
  hasNextPage: ({ headers }) => (headers.get('x-next-page') ?? '') !== '',
});

function reasonOf(status: number, project: string, of: string): string | undefined {
  switch (status) {
    // GitLab docs, "REST API troubleshooting": invalid parameters, such as a text that is too long
    case 400:
    case 422:
      return `GitLab rejected the request for ${of} as invalid (${status}); check CI_PROJECT_ID and CI_MERGE_REQUEST_IID, or, if the text is too long, upload it as an artifact instead (--format html)`;
    case 401:
      return 'GitLab rejected REVIEW_TOKEN (401), which may have expired; create a new project access token under Settings → Access tokens';
    case 403:
      return `GitLab denied access with REVIEW_TOKEN (403); use a project access token (${needed}), not CI_JOB_TOKEN`;
    case 404:
      return `GitLab did not find ${of} in project ${project} (404), or REVIEW_TOKEN has no access; use a project access token of this project (${needed})`;
    case 429:
      return `GitLab throttled all ${attempts} attempts (429); run the job again later`;
    default:
      return undefined;
  }
}

interface VariablesPurpose {
  /** Description of pipelines in which GitLab sets the variables, for error messages. */
  readonly where: string;
  /** Error on GitHub, for an action that works with GitLab only. */
  readonly onGitHub?: string;
}

/** Parses the variables of the pipeline. @throws one-line Error that lists all missing and invalid variables */
function variablesIn<Variables>(
  environment: Environment,
  form: z.ZodType<Variables>,
  { where, onGitHub }: VariablesPurpose,
): Variables {
  const parsed = form.safeParse(environment);
  if (parsed.success) return parsed.data;
  if (onGitHub !== undefined && isOnGitHub(environment)) throw new Error(onGitHub);
  const names = [...new Set(parsed.error.issues.map(({ path: [name] }) => String(name)))];
  const isSet = (name: string) => (environment[name] ?? '') !== '';
  const invalid = names.filter(isSet);
  const missing = names.filter((name) => !isSet(name) && name !== 'REVIEW_TOKEN');
  throw new Error(
    [
      ...invalid.map((name) => `invalid ${name} "${environment[name]}": expected ${example}`),
      ...(missing.length === 0
        ? []
        : [
            `${listed(missing)} not set; GitLab sets ${missing.length === 1 ? 'this variable' : 'these variables'} ${where}`,
          ]),
      ...(names.includes('REVIEW_TOKEN') ? [noToken] : []),
    ].join('. '),
  );
}

/** Expected value of CI_API_V4_URL, the only variable that can be set to an invalid value. */
const example = 'a URL, for example https://gitlab.example.com/api/v4';

const noToken = `REVIEW_TOKEN is not set; create a project access token (${needed}) and add the token under Settings → CI/CD → Variables: masked, but not protected, because merge requests need the token`;

/** Formats a list of variable names with a verb: `A is`, `A and B are`, `A, B and C are`. */
const listed = (names: readonly string[]): string =>
  names.length === 1 ? `${names[0]} is` : `${names.slice(0, -1).join(', ')} and ${names.at(-1)} are`;
