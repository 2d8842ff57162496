/** GitLab project of the pipeline. The roles in every account trust it. Replace the example with your project. */
export const pipeline = {
  /** Server URL, `CI_SERVER_URL` without a trailing slash; also the issuer and audience of the tokens (`aud` in `.gitlab-ci.yml`). */
  gitlab: 'https://gitlab.com',
  /** Path of the project, `CI_PROJECT_PATH`. */
  project: 'example/himeshima',
  /** Protected branch that is deployed. */
  branch: 'main',
} as const;
