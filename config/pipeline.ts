/** Where the pipeline runs, and so whom the roles of every account trust. An example: put your GitLab and project in. */
export const pipeline = {
  /** `CI_SERVER_URL`, without a slash at its end: the issuer of the tokens, and whom they are for (`aud` in `.gitlab-ci.yml`). */
  gitlab: 'https://gitlab.com',
  /** `CI_PROJECT_PATH`. */
  project: 'example/himeshima',
  /** The protected branch that is deployed. */
  branch: 'main',
} as const;
