import { changed, type KnownChanges, made, removed } from './known-change';

const protection = (more: object) => ({
  pattern: 'main',
  enforce_admins: true,
  allows_deletions: false,
  allows_force_pushes: false,
  ...more,
});
const reviews = (count: number) => ({
  required_pull_request_reviews: [{ required_approving_review_count: count, dismiss_stale_reviews: true }],
});

/** Source: Terraform Registry, integrations/github 6 */
export const github: KnownChanges = {
  dangers: [
    changed('github_repository', 'the code becomes public', { visibility: 'private' }, { visibility: 'public' }),
    made('github_repository', 'a new public repository', { visibility: 'public' }),
    removed('github_repository', 'the code, issues and pull requests are lost', { archive_on_destroy: false }),
    changed(
      'github_repository',
      'known vulnerabilities are no longer reported',
      { vulnerability_alerts: true },
      { vulnerability_alerts: false },
    ),
    removed('github_branch_protection', 'anyone with write access can push to main', protection({})),
    changed(
      'github_branch_protection',
      'force pushes rewrite the history',
      protection({}),
      protection({ allows_force_pushes: true }),
    ),
    changed(
      'github_branch_protection',
      'the branch can be deleted',
      protection({}),
      protection({ allows_deletions: true }),
    ),
    changed(
      'github_branch_protection',
      'administrators can bypass the rules',
      protection({}),
      protection({ enforce_admins: false }),
    ),
    changed(
      'github_branch_protection',
      'reviews are no longer required',
      protection(reviews(2)),
      protection({ required_pull_request_reviews: [] }),
    ),
    changed('github_branch_protection', 'one review is enough', protection(reviews(2)), protection(reviews(1))),
    changed(
      'github_branch_protection',
      'unsigned commits are accepted',
      protection({ require_signed_commits: true }),
      protection({ require_signed_commits: false }),
    ),
    changed(
      'github_branch_protection',
      'checks are no longer required',
      protection({ required_status_checks: [{ strict: true, contexts: ['ci'] }] }),
      protection({ required_status_checks: [] }),
    ),
    changed(
      'github_team_repository',
      'the team can administer the repository',
      { permission: 'pull' },
      { permission: 'admin' },
    ),
    made('github_repository_collaborator', 'a person can administer the repository', {
      username: 'ada',
      permission: 'admin',
    }),
    changed(
      'github_membership',
      'the person becomes an owner of the organization',
      { role: 'member', username: 'ada' },
      { role: 'admin', username: 'ada' },
    ),
    removed('github_team', 'the members of the team lose access'),
    removed('github_actions_secret', 'workflows that use the secret fail', { secret_name: 'DEPLOY_KEY' }),
    changed(
      'github_actions_repository_permissions',
      'workflows can run any action',
      { allowed_actions: 'selected' },
      { allowed_actions: 'all' },
    ),
    made('github_repository_deploy_key', 'the key may push', { read_only: false, title: 'deploy' }),
    changed(
      'github_organization_settings',
      'members can create public repositories',
      { members_can_create_public_repositories: false },
      { members_can_create_public_repositories: true },
    ),
  ],
  harmless: [
    changed('github_repository', 'the description changes', { description: 'a' }, { description: 'b' }),
    changed('github_repository', 'becomes private', { visibility: 'public' }, { visibility: 'private' }),
    changed('github_branch_protection', 'more reviews', protection(reviews(1)), protection(reviews(2))),
    changed('github_repository', 'topics change', { topics: ['iot'] }, { topics: ['iot', 'aws'] }),
    made('github_issue_label', 'a new label', { color: 'ffffff' }),
    made('github_repository_deploy_key', 'a new read-only deploy key', { read_only: true, title: 'deploy' }),
  ],
};
