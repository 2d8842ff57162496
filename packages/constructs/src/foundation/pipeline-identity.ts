/** Set of jobs that may assume a role: jobs on any branch, on the protected branch, or for a protected environment. */
export type JobsOf = 'any branch' | 'protected branch' | 'protected environment';

/** Identity provider of a CI system, whose jobs assume roles with their ID token. */
export interface PipelineIdentity {
  /** Construct id of the provider. */
  readonly id: string;
  /** Issuer of the tokens. */
  readonly url: string;
  /** `aud` claim of the tokens. */
  readonly audience: string;
  /**
   * Returns the `sub` claims in the jobs' tokens, with `*` as a wildcard.
   * @param environment name of the jobs' target environment
   */
  subjectsOf(jobs: JobsOf, environment: string): readonly string[];
}

interface GitlabProject {
  /**
   * URL of the server, `CI_SERVER_URL` without a trailing slash. It is the issuer and audience of the tokens (`aud` in
   * `.gitlab-ci.yml`).
   */
  readonly gitlab: string;
  /** Path of the project, `CI_PROJECT_PATH`. */
  readonly project: string;
  /** Protected branch that is deployed. */
  readonly branch: string;
}

/**
 * Returns the identity of GitLab jobs. `sub` contains the project and branch, and a job cannot change `sub` (GitLab docs, "OpenID
 * Connect (OIDC) Authentication Using ID Tokens"). Of the claims in GitLab's tokens, AWS evaluates only `sub` and `aud`; it supports other
 * claims only from Google, GitHub, CircleCI and Oracle (STS, January 2026).
 *
 * The project must append the `environment_protected` claim to `sub` (GitLab API, `ci_id_token_sub_claim_components`). Jobs
 * without an environment omit the claim (GitLab, lib/gitlab/ci/jwt_v2.rb). Branch names cannot contain a colon (git-check-ref-format).
 */
export function gitlabIdentity({ gitlab, project, branch }: GitlabProject): PipelineIdentity {
  const jobsOn = (name: string) => `project_path:${project}:ref_type:branch:ref:${name}`;
  const subjects: Readonly<Record<JobsOf, readonly string[]>> = {
    // this matches only the project's own branches: forks have a different path, and tags have a different ref type
    'any branch': [jobsOn('*')],
    'protected branch': [jobsOn(branch), `${jobsOn(branch)}:environment_protected:*`],
    'protected environment': [`${jobsOn(branch)}:environment_protected:true`],
  };
  return { id: 'gitlab', url: gitlab, audience: gitlab, subjectsOf: (jobs) => subjects[jobs] };
}

interface GithubRepository {
  /** Repository in the form `OWNER/NAME`. */
  readonly repository: string;
  /** Protected branch that is deployed. */
  readonly branch: string;
}

/**
 * Returns the identity of GitHub Actions jobs. Jobs for pull requests from forks get no ID token. The `sub` of a job with an environment
 * contains only the environment, so the protection rules of the environment must restrict its branches (GitHub docs, "OpenID
 * Connect reference").
 */
export function githubIdentity({ repository, branch }: GithubRepository): PipelineIdentity {
  const repo = `repo:${repository}`;
  return {
    id: 'github',
    url: 'https://token.actions.githubusercontent.com',
    audience: 'sts.amazonaws.com',
    subjectsOf: (jobs, environment) =>
      ({
        'any branch': [`${repo}:ref:refs/heads/*`, `${repo}:pull_request`],
        'protected branch': [`${repo}:ref:refs/heads/${branch}`],
        'protected environment': [`${repo}:environment:${environment}`],
      })[jobs],
  };
}
