import {
  broadens,
  falls,
  forAll,
  gainsItem,
  gone,
  grows,
  hasFewer,
  isFalse,
  isNotTrue,
  isRemoved,
  isTrue,
  losesItem,
  losing,
  onChange,
  oneOf,
  type ProviderKnowledge,
  type Row,
  row,
  weakens,
} from './row';

const permissions = ['pull', 'triage', 'push', 'maintain', 'admin'];
const permission: readonly Row[] = [
  row('permission', 'rights', oneOf('admin'), 'grants administrator rights to the repository'),
  onChange(row('permission', 'rights', broadens(...permissions), 'gives more rights to the repository')),
];
const everyBranch = ['*', '**', '**/*'];
const noReviews = 'no longer requires reviews';
const weakerReviews = 'accepts changes with less review';

/** Rules of a protected branch, in both resource types. */
const protection: readonly Row[] = [
  row('enforce_admins', 'protection', isNotTrue, 'lets administrators bypass the rules'),
  row('require_signed_commits', 'protection', isNotTrue, 'accepts unsigned commits', 'CKV_GIT_6'),
  row('required_linear_history', 'protection', isNotTrue, 'accepts merge commits'),
  row('require_conversation_resolution', 'protection', isNotTrue, 'accepts changes with unresolved conversations'),
  row('lock_branch', 'protection', isNotTrue, 'accepts pushes to a locked branch'),
  row('allows_force_pushes', 'protection', isTrue, 'accepts force pushes, which rewrite the history'),
  row('allows_deletions', 'protection', isTrue, 'allows the branch to be deleted'),
  row('required_pull_request_reviews', 'protection', isRemoved, noReviews),
  row('required_pull_request_reviews.required_approving_review_count', 'protection', falls, weakerReviews, 'CKV_GIT_5'),
  row(
    'required_pull_request_reviews.dismiss_stale_reviews',
    'protection',
    isNotTrue,
    'keeps approvals after new commits',
  ),
  row(
    'required_pull_request_reviews.require_code_owner_reviews',
    'protection',
    isNotTrue,
    'no longer requires reviews by code owners',
  ),
  row(
    'required_pull_request_reviews.require_last_push_approval',
    'protection',
    isNotTrue,
    'lets authors approve their own last push',
  ),
  row('required_pull_request_reviews.pull_request_bypassers', 'protection', gainsItem, 'lets more people skip reviews'),
  row('required_status_checks', 'protection', isRemoved, 'accepts changes whose checks fail'),
  row('required_status_checks.contexts', 'protection', hasFewer, 'requires fewer checks'),
  row('required_status_checks.checks', 'protection', hasFewer, 'requires fewer checks'),
  row('required_status_checks.strict', 'protection', isNotTrue, 'accepts changes from outdated branches'),
  row('restrict_pushes', 'protection', isRemoved, 'lets everyone with write access push'),
  row('restrictions', 'protection', isRemoved, 'lets everyone with write access push'),
  row('force_push_bypassers', 'protection', gainsItem, 'lets more people rewrite the history'),
];
const ruleset: readonly Row[] = [
  row('enforcement', 'protection', weakens('disabled', 'evaluate', 'active'), 'no longer enforces its rules'),
  row('bypass_actors', 'protection', gainsItem, 'lets more people bypass its rules'),
  row('rules', 'protection', isRemoved, 'has no rules'),
  row('rules.deletion', 'protection', isNotTrue, 'allows branches to be deleted'),
  row('rules.non_fast_forward', 'protection', isNotTrue, 'accepts force pushes, which rewrite the history'),
  row('rules.required_signatures', 'protection', isNotTrue, 'accepts unsigned commits'),
  row('rules.required_linear_history', 'protection', isNotTrue, 'accepts merge commits'),
  row('rules.pull_request', 'protection', isRemoved, noReviews),
  row('rules.pull_request.required_approving_review_count', 'protection', falls, weakerReviews),
  row(
    'rules.pull_request.require_code_owner_review',
    'protection',
    isNotTrue,
    'no longer requires reviews by code owners',
  ),
  row('rules.pull_request.dismiss_stale_reviews_on_push', 'protection', isNotTrue, 'keeps approvals after new commits'),
  row('rules.required_status_checks', 'protection', isRemoved, 'accepts changes whose checks fail'),
  row('rules.required_status_checks.required_check', 'protection', hasFewer, 'requires fewer checks'),
  row('rules.required_code_scanning', 'protection', isRemoved, 'accepts changes with security alerts'),
  row('conditions.ref_name.include', 'protection', losesItem, 'applies to fewer branches'),
  row('conditions.ref_name.exclude', 'protection', gainsItem, 'applies to fewer branches'),
];
const moreActions = 'lets workflows run more actions';
const actionsPermissions: readonly Row[] = [
  row('allowed_actions', 'rights', oneOf('all'), 'lets workflows run every public action'),
  row('allowed_actions', 'rights', weakens('selected', 'local_only'), moreActions),
  row('enabled', 'availability', isFalse, 'disables workflows'),
  row('allowed_actions_config.patterns_allowed', 'rights', grows, moreActions),
  row('allowed_actions_config.github_owned_allowed', 'rights', weakens('true', 'false'), moreActions),
  row('allowed_actions_config.verified_allowed', 'rights', weakens('true', 'false'), moreActions),
  row('sha_pinning_required', 'protection', isNotTrue, 'accepts actions that are not pinned to a commit SHA'),
];
const secret = gone('identity', 'workflows that use the secret fail');
const variable = gone('availability', 'workflows that use the variable fail');

/** Source: Terraform Registry, integrations/github 6; Checkov */
export const github: ProviderKnowledge = {
  rows: {
    github_actions_organization_permissions: [
      ...actionsPermissions,
      row(
        'enabled_repositories',
        'rights',
        broadens('none', 'selected', 'all'),
        'enables workflows in more repositories',
      ),
    ],
    github_actions_organization_secret: [
      onChange(
        row('visibility', 'exposure', broadens('selected', 'private', 'all'), 'is readable by more repositories'),
      ),
    ],
    github_actions_repository_access_level: [
      onChange(
        row(
          'access_level',
          'exposure',
          broadens('none', 'user', 'organization', 'enterprise'),
          'lets more repositories use its workflows',
        ),
      ),
    ],
    github_actions_repository_permissions: actionsPermissions,
    github_actions_runner_group: [
      row('allows_public_repositories', 'exposure', isTrue, 'runs workflows from public repositories'),
      onChange(
        row('visibility', 'exposure', broadens('selected', 'private', 'all'), 'runs workflows from more repositories'),
      ),
      row('restricted_to_workflows', 'protection', isNotTrue, 'runs every workflow'),
    ],
    ...forAll(['github_branch_protection', 'github_branch_protection_v3'], protection),
    github_branch_default: [onChange(row('branch', 'availability', losesItem, 'uses another default branch'))],
    github_membership: [row('role', 'rights', oneOf('admin'), 'makes the person an owner of the organization')],
    github_organization_settings: [
      ...[
        'members_can_create_public_repositories',
        'members_can_create_public_pages',
        'members_can_create_repositories',
        'members_can_fork_private_repositories',
        'members_can_create_internal_repositories',
        'members_can_create_private_repositories',
      ].map((name) =>
        onChange(row(name, 'rights', isTrue, `lets members ${name.replace('members_can_', '').replaceAll('_', ' ')}`)),
      ),
      row(
        'default_repository_permission',
        'rights',
        oneOf('admin'),
        'gives every member administrator rights to every repository',
      ),
      onChange(
        row(
          'default_repository_permission',
          'rights',
          broadens('none', 'read', 'write', 'admin'),
          'gives every member more rights to every repository',
        ),
      ),
      row('web_commit_signoff_required', 'protection', isNotTrue, 'accepts web commits without sign-off'),
      ...[
        'advanced_security',
        'dependabot_alerts',
        'dependabot_security_updates',
        'dependency_graph',
        'secret_scanning',
        'secret_scanning_push_protection',
      ].map((name) =>
        row(
          `${name}_enabled_for_new_repositories`,
          'alerting',
          isNotTrue,
          `creates repositories without ${name.replaceAll('_', ' ')}`,
        ),
      ),
    ],
    github_organization_webhook: [
      row('active', 'availability', isFalse, 'is disabled: events are no longer sent'),
      row(
        'configuration.insecure_ssl',
        'encryption',
        oneOf('true', '1'),
        'sends events without checking the certificate',
      ),
    ],
    ...forAll(['github_repository_ruleset', 'github_organization_ruleset'], ruleset),
    github_repository: [
      row('visibility', 'exposure', oneOf('public'), 'is public', 'CKV_GIT_1'),
      row('private', 'exposure', isFalse, 'is public', 'CKV_GIT_1'),
      row('vulnerability_alerts', 'alerting', isNotTrue, 'no longer reports known vulnerabilities', 'CKV_GIT_3'),
      row('archived', 'availability', isTrue, 'is archived: changes are no longer accepted'),
      onChange(row('allow_forking', 'exposure', isTrue, 'can be forked by anyone who can read it')),
      row('web_commit_signoff_required', 'protection', isNotTrue, 'accepts web commits without sign-off'),
      row(
        'archive_on_destroy',
        'protection',
        isNotTrue,
        'is deleted instead of archived when it is removed from the configuration',
      ),
      ...['advanced_security', 'secret_scanning', 'secret_scanning_push_protection'].map((name) =>
        row(
          `security_and_analysis.${name}.status`,
          'alerting',
          weakens('disabled', 'enabled'),
          `no longer uses ${name.replaceAll('_', ' ')}`,
        ),
      ),
      row('pages', 'availability', isRemoved, 'no longer publishes its website'),
    ],
    github_repository_collaborator: permission,
    github_repository_collaborators: [
      row('user.permission', 'rights', oneOf('admin'), 'grants administrator rights to the repository'),
      row('team.permission', 'rights', oneOf('admin'), 'grants administrator rights to the repository'),
      row('user', 'identity', hasFewer, 'grants access to fewer people'),
    ],
    github_repository_dependabot_security_updates: [
      row('enabled', 'alerting', isFalse, 'no longer proposes security updates'),
    ],
    github_repository_deploy_key: [row('read_only', 'rights', isFalse, 'lets the key push')],
    github_repository_environment: [
      row('reviewers', 'protection', isRemoved, 'deploys without approval'),
      row('wait_timer', 'protection', falls, 'deploys sooner'),
      row('can_admins_bypass', 'protection', isTrue, 'lets administrators deploy without approval'),
      row('prevent_self_review', 'protection', isNotTrue, 'lets people approve their own deployments'),
      row('deployment_branch_policy', 'protection', isRemoved, 'deploys every branch'),
    ],
    github_repository_deployment_branch_policy: [
      row('name', 'protection', oneOf(...everyBranch), 'lets every branch be deployed'),
    ],
    github_repository_environment_deployment_policy: [
      row('branch_pattern', 'protection', oneOf(...everyBranch), 'lets every branch be deployed'),
      row('tag_pattern', 'protection', oneOf(...everyBranch), 'lets every tag be deployed'),
    ],
    ...forAll(
      [
        'github_workflow_repository_permissions',
        'github_actions_organization_workflow_permissions',
        'github_enterprise_actions_workflow_permissions',
      ],
      [
        row('default_workflow_permissions', 'rights', broadens('read', 'write'), 'lets workflows change repositories'),
        row('can_approve_pull_request_reviews', 'protection', isTrue, 'lets workflows approve pull requests'),
      ],
    ),
    github_repository_webhook: [
      row('active', 'availability', isFalse, 'is disabled: events are no longer sent'),
      row(
        'configuration.insecure_ssl',
        'encryption',
        oneOf('true', '1'),
        'sends events without checking the certificate',
        'CKV_GIT_2',
      ),
    ],
    github_team: [
      onChange(row('privacy', 'exposure', weakens('closed', 'secret'), 'is visible to all members')),
      row('parent_team_id', 'identity', isRemoved, 'no longer inherits the rights of its parent'),
    ],
    github_team_membership: [
      onChange(row('role', 'rights', broadens('member', 'maintainer'), 'lets the person manage the team')),
    ],
    github_team_repository: permission,
  },
  deletions: {
    ...forAll(
      ['github_branch_protection', 'github_branch_protection_v3'],
      gone('protection', 'everyone with write access can push to the branch'),
    ),
    ...forAll(
      ['github_repository_ruleset', 'github_organization_ruleset'],
      gone('protection', 'its rules no longer apply'),
    ),
    ...forAll(
      [
        'github_actions_secret',
        'github_actions_organization_secret',
        'github_actions_environment_secret',
        'github_dependabot_secret',
        'github_dependabot_organization_secret',
        'github_codespaces_secret',
      ],
      secret,
    ),
    ...forAll(
      ['github_actions_variable', 'github_actions_organization_variable', 'github_actions_environment_variable'],
      variable,
    ),
    github_actions_runner_group: gone('availability', 'workflows that use its runners remain queued'),
    github_app_installation_repository: gone('identity', 'the app loses access to the repository'),
    github_branch: losing('commits that exist only on this branch are lost'),
    github_emu_group_mapping: gone('identity', 'members of the group lose access'),
    github_membership: gone('identity', 'the person leaves the organization'),
    github_organization_webhook: gone('availability', 'events are no longer sent'),
    github_repository_collaborator: gone('identity', 'the person loses access to the repository'),
    github_repository_deploy_key: gone('identity', 'programs that use the key lose access'),
    github_repository_environment: gone(
      'protection',
      'its secrets are lost, and deployments no longer require approval',
    ),
    github_repository_file: gone('availability', 'a commit removes the file from the branch'),
    github_repository_webhook: gone('availability', 'events are no longer sent'),
    github_team: gone('identity', 'its members lose access'),
    github_team_members: gone('identity', 'the listed members lose the rights of the team'),
    github_team_membership: gone('identity', 'the person loses the rights of the team'),
    github_team_repository: gone('identity', 'the team loses access to the repository'),
  },
  understood: [
    'github_issue',
    'github_issue_label',
    'github_issue_labels',
    'github_repository_milestone',
    'github_repository_project',
    'github_repository_pull_request',
    'github_repository_topics',
    'github_release',
    'github_repository_autolink_reference',
    'github_repository_tag_protection',
    'github_team_settings',
    'github_actions_secret',
    'github_actions_variable',
    'github_team_members',
  ],
};
