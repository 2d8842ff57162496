/** GitLab project of the pipeline, which the roles of every account trust. Replace the example with your project. */
export const pipeline = {
  /** `CI_SERVER_URL` without a trailing slash, which is the issuer and audience of the tokens (`aud` in `.gitlab-ci.yml`). */
  gitlab: 'https://gitlab.com',
  /** `CI_PROJECT_PATH`. */
  project: 'example/himeshima',
  /** Protected branch that is deployed. */
  branch: 'main',
} as const;
