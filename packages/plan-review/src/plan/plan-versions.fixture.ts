/** Additions to the JSON of a plan in some releases of Terraform and OpenTofu. */
export interface PlanVersion {
  /** Releases that write the same JSON, the first one first: `Terraform 1.5`. */
  readonly releases: readonly string[];
  readonly format: string;
  /** Name of the provider in each resource, until another version changes it. */
  readonly provider?: string;
  /** Keys that this version adds to the plan. */
  readonly plan?: object;
  /** Keys that this version adds to each `change`. */
  readonly change?: object;
  /** Further resource changes that only this version and later ones can write. */
  readonly more?: readonly object[];
  /** Addresses of these further changes, with the action in the note. */
  readonly shown?: Readonly<Record<string, string>>;
}

const sides = { before: { name: 'x' }, after: { name: 'x' }, after_unknown: {} };
const queue = (name: string, more: object) => ({
  address: `aws_sqs_queue.${name}`,
  mode: 'managed',
  type: 'aws_sqs_queue',
  name,
  ...more,
});

/**
 * Versions that changed the JSON, oldest first. Each row contains only additions; every version also writes the additions of earlier
 * versions. Source: hashicorp/terraform and opentofu/opentofu, internal/command/jsonplan/plan.go, compared with public plans
 */
export const planVersions: readonly PlanVersion[] = [
  { releases: ['Terraform 0.12'], format: '0.1', provider: 'aws' },
  {
    releases: ['Terraform 0.13', 'Terraform 0.14'],
    format: '0.1',
    provider: 'registry.terraform.io/hashicorp/aws',
  },
  {
    releases: ['Terraform 0.15'],
    format: '0.1',
    change: { before_sensitive: {}, after_sensitive: {} },
    more: [
      queue('sensitive', {
        change: {
          ...{ actions: ['update'], before: { policy_name: 'old-value' }, after: { policy_name: 'new-value' } },
          ...{ after_unknown: {}, before_sensitive: { policy_name: true }, after_sensitive: { policy_name: true } },
        },
      }),
    ],
    shown: { 'aws_sqs_queue.sensitive': '`policy_name`: `«secret»` → `«another secret»`' },
  },
  {
    releases: ['Terraform 1.0'],
    format: '0.2',
    // the drifted resource has no address
    plan: {
      resource_drift: [
        {
          mode: 'managed',
          type: 'aws_sqs_queue',
          name: 'updated',
          change: {
            actions: ['update'],
            before: { delay_seconds: 5 },
            after: { delay_seconds: 60 },
            after_unknown: {},
          },
        },
      ],
    },
  },
  {
    releases: ['Terraform 1.1'],
    format: '1.0',
    more: [
      queue('moved', { previous_address: 'aws_sqs_queue.old', change: { actions: ['no-op'], ...sides } }),
      queue('counted', {
        action_reason: 'delete_because_count_index',
        change: { actions: ['delete'], before: { name: 'counted' }, after: null, after_unknown: {} },
      }),
    ],
    shown: {
      'aws_sqs_queue.moved': 'moved from `aws_sqs_queue.old`',
      'aws_sqs_queue.counted': 'delete because count no longer includes it',
    },
  },
  {
    releases: ['Terraform 1.2'],
    format: '1.1',
    plan: { relevant_attributes: [{ resource: 'aws_sqs_queue.updated', attribute: ['arn'] }] },
    change: { replace_paths: [] },
  },
  {
    releases: ['Terraform 1.3', 'Terraform 1.4'],
    format: '1.1',
    plan: {
      checks: [
        {
          address: {
            kind: 'resource',
            mode: 'managed',
            name: 'updated',
            to_display: 'aws_sqs_queue.updated',
            type: 'aws_sqs_queue',
          },
          instances: [{ address: { to_display: 'aws_sqs_queue.updated' }, status: 'pass' }],
          status: 'pass',
        },
      ],
    },
  },
  {
    releases: ['Terraform 1.5', 'Terraform 1.6', 'OpenTofu 1.6'],
    format: '1.2',
    plan: { timestamp: '2026-11-29T00:00:00Z', errored: false },
    more: [queue('imported', { change: { actions: ['no-op'], ...sides, importing: { id: 'https://sqs/imported' } } })],
    shown: { 'aws_sqs_queue.imported': 'imported (already exists)' },
  },
  {
    releases: ['Terraform 1.7', 'OpenTofu 1.7', 'OpenTofu 1.8', 'OpenTofu 1.9', 'OpenTofu 1.10'],
    format: '1.2',
    more: [
      queue('forgotten', { change: { actions: ['forget'], before: { name: 'x' }, after: null, after_unknown: {} } }),
    ],
    shown: { 'aws_sqs_queue.forgotten': 'forget: the resource remains, but is no longer managed' },
  },
  {
    releases: ['Terraform 1.8'],
    format: '1.2',
    plan: { applyable: true, complete: true },
  },
  {
    releases: ['Terraform 1.9', 'Terraform 1.10', 'Terraform 1.11'],
    format: '1.2',
    plan: {
      complete: false,
      deferred_changes: [
        {
          reason: 'instance_count_unknown',
          resource_change: queue('deferred', {
            change: { actions: ['create'], before: null, after: { name: 'x' }, after_unknown: {} },
          }),
        },
      ],
    },
    shown: { 'aws_sqs_queue.deferred': 'is deferred' },
  },
  {
    releases: ['OpenTofu 1.11'],
    format: '1.2',
    more: [
      {
        address: 'ephemeral.aws_secretsmanager_secret_version.password',
        mode: 'ephemeral',
        type: 'aws_secretsmanager_secret_version',
        name: 'password',
        change: { actions: ['open'], before: null, after: null },
      },
    ],
  },
  {
    releases: ['Terraform 1.12', 'Terraform 1.13', 'OpenTofu 1.12'],
    format: '1.2',
    change: { before_identity: { url: 'https://sqs/x' }, after_identity: { url: 'https://sqs/x' } },
    more: [
      queue('identified', {
        change: { actions: ['no-op'], ...sides, importing: { identity: { url: 'https://sqs/identified' } } },
      }),
      queue('left', { change: { actions: ['forget', 'create'], ...sides } }),
    ],
    shown: {
      'aws_sqs_queue.identified': 'imported (already exists)',
      'aws_sqs_queue.left': 'the old object remains, but is no longer managed',
    },
  },
  {
    releases: ['Terraform 1.14', 'Terraform 1.15'],
    format: '1.2',
    plan: {
      action_invocations: [
        {
          address: 'action.aws_lambda_invoke.warm',
          type: 'aws_lambda_invoke',
          name: 'warm',
          config_values: {},
          config_unknown: {},
          lifecycle_action_trigger: {
            triggering_resource_address: 'aws_sqs_queue.updated',
            action_trigger_event: 'AfterUpdate',
          },
        },
      ],
    },
    shown: { 'action.aws_lambda_invoke.warm': '' },
  },
];

/** Resource changes that every version can write. */
const always = [
  queue('updated', {
    change: {
      actions: ['update'],
      before: { delay_seconds: 60, tags: null },
      after: { delay_seconds: 5, tags: {} },
      after_unknown: {},
    },
  }),
  queue('created', {
    change: { actions: ['create'], before: null, after: { name: 'c' }, after_unknown: { arn: true } },
  }),
  {
    ...queue('table', {}),
    address: 'module.shop.aws_dynamodb_table.table["a.b"]',
    module_address: 'module.shop',
    index: 'a.b',
    type: 'aws_dynamodb_table',
    change: { actions: ['delete'], before: { name: 'table' }, after: null, after_unknown: {} },
  },
  {
    ...queue('replaced', {}),
    address: 'aws_security_group.replaced[0]',
    index: 0,
    type: 'aws_security_group',
    change: {
      actions: ['create', 'delete'],
      before: { name: 'old', ingress: [{ cidr_blocks: ['10.0.0.0/8'], from_port: 22, to_port: 22 }] },
      after: { name: 'new', ingress: [{ cidr_blocks: ['0.0.0.0/0'], from_port: 22, to_port: 22 }] },
      after_unknown: { id: true, ingress: [{ cidr_blocks: [false] }] },
    },
  },
  {
    ...queue('address', {}),
    address: 'aws_eip.address',
    type: 'aws_eip',
    change: {
      actions: ['delete', 'create'],
      before: { public_ip: '192.0.2.1', network_border_group: 'a' },
      after: { network_border_group: 'b' },
      after_unknown: { public_ip: true },
    },
  },
  queue('reordered', {
    change: {
      actions: ['update'],
      before: { redrive_allow: ['a', 'b'], visibility_timeout_seconds: 30 },
      after: { redrive_allow: ['b', 'a'], visibility_timeout_seconds: 60 },
      after_unknown: {},
    },
  }),
  {
    address: 'data.aws_ami.base',
    mode: 'data',
    type: 'aws_ami',
    name: 'base',
    change: { actions: ['read'], before: null, after: { owners: ['self'] }, after_unknown: { id: true } },
  },
];

/** Release, and the index of the version whose JSON it writes. */
export const planReleases = planVersions.flatMap(({ releases }, index) =>
  releases.map((release) => ({ release, index })),
);

/** Returns the JSON of a plan as a release writes it, with everything that earlier versions write. */
export function planOf({ release, index }: (typeof planReleases)[number]): object {
  const known = planVersions.slice(0, index + 1);
  const merged = (key: 'plan' | 'change') => Object.assign({}, ...known.map((one) => one[key] ?? {}));
  const provider_name = known.findLast(({ provider }) => provider !== undefined)?.provider;
  return {
    format_version: planVersions[index]?.format,
    terraform_version: `${release.split(' ')[1]}.0`,
    planned_values: { root_module: {} },
    output_changes: { url: { actions: ['update'], before: 'a', after: 'b', after_unknown: false } },
    configuration: { provider_config: {}, root_module: {} },
    ...merged('plan'),
    resource_changes: [...always, ...known.flatMap(({ more = [] }) => more)].map((one) => {
      const { change } = Object.assign({ change: {} }, one);
      return { ...one, provider_name, change: { ...merged('change'), ...change } };
    }),
  };
}
