/** GitLab project of the pipeline, which the roles of every account trust. Replace the example with yours. */
export const pipeline = {
  /** `CI_SERVER_URL` without a trailing slash: issuer and audience of the tokens (`aud` in `.gitlab-ci.yml`). */
  gitlab: 'https://gitlab.com',
  /** `CI_PROJECT_PATH`. */
  project: 'example/himeshima',
  /** Protected branch that is deployed. */
  branch: 'main',
} as const;
