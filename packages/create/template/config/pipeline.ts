import { githubIdentity, type PipelineIdentity } from '@himeshima/constructs';

/**
 * Jobs that the roles of the pipeline trust. For GitLab:
 * `gitlabIdentity({ gitlab: 'https://gitlab.com', project: 'example/starter', branch: 'main' })`.
 */
export const pipeline: PipelineIdentity = githubIdentity({ repository: 'example/starter', branch: 'main' });
