import { changed, type KnownChanges, made, removed } from '../known-change';

/** Source: Terraform Registry, integrations/github 6 */
export const github: KnownChanges = {
  dangers: [
    changed(
      'github_repository',
      'the source code becomes public',
      { name: 'billing', visibility: 'private', has_issues: true, archived: false },
      { name: 'billing', visibility: 'public', has_issues: true, archived: false },
    ),
    removed('github_repository.gone', 'the repository is deleted with its issues and pull requests', {
      name: 'mobile-app',
      visibility: 'private',
      archive_on_destroy: false,
      archived: false,
    }),
    changed(
      'github_branch_protection',
      'changes reach the main branch without a review',
      {
        repository_id: 'R_kgDOABCDEF',
        pattern: 'main',
        enforce_admins: true,
        required_pull_request_reviews: [
          { required_approving_review_count: 2, dismiss_stale_reviews: true, require_code_owner_reviews: true },
        ],
      },
      { repository_id: 'R_kgDOABCDEF', pattern: 'main', enforce_admins: true, required_pull_request_reviews: [] },
    ),
    changed(
      'github_repository_ruleset',
      'everyone with write access may bypass the rules',
      {
        name: 'main',
        repository: 'billing',
        target: 'branch',
        enforcement: 'active',
        bypass_actors: [],
        rules: [{ deletion: true, non_fast_forward: true }],
      },
      {
        name: 'main',
        repository: 'billing',
        target: 'branch',
        enforcement: 'active',
        bypass_actors: [{ actor_id: 4, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
        rules: [{ deletion: true, non_fast_forward: true }],
      },
    ),
    changed(
      'github_organization_ruleset',
      'the rules of the organization are not enforced',
      { name: 'default branches', target: 'branch', enforcement: 'active' },
      { name: 'default branches', target: 'branch', enforcement: 'disabled' },
    ),
    changed(
      'github_actions_organization_permissions',
      'workflows may run actions of anyone',
      {
        enabled_repositories: 'all',
        allowed_actions: 'selected',
        allowed_actions_config: [
          { github_owned_allowed: true, verified_allowed: false, patterns_allowed: ['acme/*', 'docker/*'] },
        ],
      },
      { enabled_repositories: 'all', allowed_actions: 'all', allowed_actions_config: [] },
    ),
    made('github_repository_deploy_key', 'the holder of the key may push code', {
      title: 'build server',
      repository: 'billing',
      key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJq3k0m0m0m0m0m0m0m0m0m0m0m0m0m0m0m0m0m0',
      read_only: false,
    }),
    changed(
      'github_membership',
      'the user becomes an owner of the organization',
      { username: 'jdoe', role: 'member', downgrade_on_destroy: false },
      { username: 'jdoe', role: 'admin', downgrade_on_destroy: false },
    ),
    changed(
      'github_team_repository',
      'the team may administer the repository',
      { team_id: '1234567', repository: 'billing', permission: 'pull' },
      { team_id: '1234567', repository: 'billing', permission: 'admin' },
    ),
    changed(
      'github_repository_environment',
      'deployments to production need no approval',
      {
        repository: 'billing',
        environment: 'production',
        prevent_self_review: true,
        reviewers: [{ teams: [1234567], users: [] }],
        deployment_branch_policy: [{ protected_branches: true, custom_branch_policies: false }],
      },
      {
        repository: 'billing',
        environment: 'production',
        prevent_self_review: false,
        reviewers: [],
        deployment_branch_policy: [],
      },
    ),
    changed(
      'github_organization_settings',
      'every member may push to every repository',
      { billing_email: 'billing@example.com', default_repository_permission: 'read' },
      { billing_email: 'billing@example.com', default_repository_permission: 'write' },
    ),
    changed(
      'github_actions_runner_group',
      'public repositories may run code on the own runners',
      { name: 'production', visibility: 'selected', allows_public_repositories: false },
      { name: 'production', visibility: 'all', allows_public_repositories: true },
    ),
  ],
  harmless: [
    changed(
      'github_repository',
      'the description, the topics and the merge methods change',
      {
        name: 'billing',
        description: '',
        topics: ['billing'],
        allow_merge_commit: true,
        delete_branch_on_merge: false,
        visibility: 'private',
      },
      {
        name: 'billing',
        description: 'Makes and sends public invoices',
        topics: ['billing', 'invoices'],
        allow_merge_commit: false,
        delete_branch_on_merge: true,
        visibility: 'private',
      },
    ),
    made('github_repository.new', 'the new repository is private', {
      name: 'public-website',
      visibility: 'private',
      vulnerability_alerts: true,
      archive_on_destroy: true,
    }),
    changed(
      'github_branch_protection',
      'the main branch needs one more review',
      {
        pattern: 'main',
        enforce_admins: false,
        allows_force_pushes: true,
        required_pull_request_reviews: [{ required_approving_review_count: 1, dismiss_stale_reviews: true }],
      },
      {
        pattern: 'main',
        enforce_admins: true,
        allows_force_pushes: false,
        required_pull_request_reviews: [{ required_approving_review_count: 2, dismiss_stale_reviews: true }],
      },
    ),
    changed(
      'github_organization_settings',
      'members can no longer make public repositories',
      {
        billing_email: 'billing@example.com',
        members_can_create_public_repositories: true,
        members_can_fork_private_repositories: true,
      },
      {
        billing_email: 'billing@example.com',
        members_can_create_public_repositories: false,
        members_can_fork_private_repositories: false,
      },
    ),
    changed(
      'github_repository_ruleset',
      'administrators can no longer bypass the rules',
      {
        name: 'main',
        repository: 'billing',
        target: 'branch',
        enforcement: 'evaluate',
        bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' }],
      },
      { name: 'main', repository: 'billing', target: 'branch', enforcement: 'active', bypass_actors: [] },
    ),
  ],
};
