import { plain } from '../note/json-output';
import { noteOf } from '../note/note';
import { reviewOf } from '../review';
import { dangersIn } from '../rules/rules';
import { readPlan } from './read-plan';

/** Returns an entry of `resource_changes` as `terraform show -json` writes it. */
const entry = (change: object, more: object = {}) => ({
  address: 'aws_dynamodb_table.devices',
  mode: 'managed',
  type: 'aws_dynamodb_table',
  name: 'devices',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  change: { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change },
  ...more,
});
const table = { name: 'devices', hash_key: 'id' };
const isDeleted = { actions: ['delete'], before: table, after: null };
const stays = { actions: ['no-op'], before: table, after: table };

const read = (plan: object) =>
  readPlan({
    bytes: Buffer.from(JSON.stringify({ format_version: '1.2', terraform_version: '1.14.0', ...plan })),
    stack: 'dev',
  });
const dangersOf = (plan: object) => dangersIn(read(plan)).map(({ kind, what }) => `${kind}: ${plain(what)}`);

describe('rejects a plan in which', () => {
  test.each([
    ['an address occurs twice', [entry(isDeleted), entry(stays)], 'aws_dynamodb_table.devices occurs twice'],
    [
      'an address occurs twice, in reverse order',
      [entry(stays), entry(isDeleted)],
      'aws_dynamodb_table.devices occurs twice',
    ],
    [
      'a type is in mixed case',
      [entry(isDeleted, { type: 'AWS_DynamoDB_Table' })],
      'has the invalid type "AWS_DynamoDB_Table"',
    ],
    [
      'a type has a space',
      [entry(isDeleted, { type: ' aws_dynamodb_table' })],
      'has the invalid type " aws_dynamodb_table"',
    ],
    ['a type has a Cyrillic letter', [entry(isDeleted, { type: 'aws_dynamodb_t\u0430ble' })], 'has the invalid type'],
    [
      'a type has an invisible character',
      [entry(isDeleted, { type: 'aws_dynamodb_table\u200b' })],
      'has the invalid type',
    ],
    [
      'a type differs from the address',
      [entry(isDeleted, { type: 'null_resource' })],
      'does not match null_resource.devices',
    ],
    [
      'a name differs from the address',
      [entry(isDeleted, { name: 'other' })],
      'does not match aws_dynamodb_table.other',
    ],
    [
      'a managed resource is marked as a data source',
      [entry(isDeleted, { mode: 'data' })],
      'does not match data.aws_dynamodb_table.devices',
    ],
  ])('%s', (_, resource_changes, reason) => {
    expect(() => read({ resource_changes })).toThrow('is not a plan that Terraform wrote: ');
    expect(() => read({ resource_changes })).toThrow(reason);
  });

  test('a deferred change contains a type in mixed case', () => {
    const deferred = { reason: 'deferred_prereq', resource_change: entry(isDeleted, { type: 'Aws_dynamodb_table' }) };
    expect(() => read({ deferred_changes: [deferred], resource_changes: [] })).toThrow('has the invalid type');
  });
});

test.each([
  ['values exist after a deletion', { ...isDeleted, after: table }, 'delete'],
  ['values exist before a creation', { ...isDeleted, actions: ['create'] }, 'create'],
  ['no values exist after an update', { ...isDeleted, actions: ['update'] }, 'update'],
  ['a no-op changes a value', { ...stays, after: { ...table, ttl: [] } }, 'no-op'],
  ['a managed resource is only read', { actions: ['read'], before: table, after: null }, 'read'],
  [
    'no values exist after a replacement',
    { actions: ['delete', 'create'], before: table, after: null },
    'delete, create',
  ],
  [
    'an update lists attributes that force a replacement',
    { actions: ['update'], before: table, after: table, replace_paths: [['hash_key']] },
    'update',
  ],
  [
    'a value is both known and unknown',
    { actions: ['update'], before: table, after: { ...table, ttl: 1 }, after_unknown: { ttl: true } },
    'update',
  ],
])('reports a change as "cannot be judged" if %s', (_, change, action) =>
  expect(dangersOf({ resource_changes: [entry(change)] })).toContain(
    `cannot be judged: the entry of aws_dynamodb_table.devices in the plan is invalid (the values do not match the action ${action})`,
  ),
);

test('reports the replacement of a deposed object and the deletion of a data source', () => {
  const replaced = { actions: ['delete', 'create'], before: table, after: table };
  expect(dangersOf({ resource_changes: [entry(replaced, { deposed: '0a1b2c3d' })] })).toContainEqual(
    expect.stringMatching(/^cannot be judged: .*match the action delete, create\)$/),
  );
  const data = { mode: 'data', address: 'data.aws_dynamodb_table.devices' };
  expect(dangersOf({ resource_changes: [entry(isDeleted, data)] })).toContainEqual(
    expect.stringMatching(/^cannot be judged: .*match the action delete\)$/),
  );
});

test('rejects a deferred change with a type that differs from the address', () => {
  const deferred = { reason: 'deferred_prereq', resource_change: entry(isDeleted, { type: 'null_resource' }) };
  expect(() => read({ deferred_changes: [deferred], resource_changes: [] })).toThrow(
    'does not match null_resource.devices',
  );
});

describe('ephemeral resources, which OpenTofu 1.11 lists in resource_changes', () => {
  const named = { mode: 'ephemeral', type: 'aws_secretsmanager_secret_version', name: 'db' };
  const address = `module.app.ephemeral.${named.type}.${named.name}`;
  const opened = entry({ actions: ['open'], before: null, after: null }, { ...named, address });
  const planned_values = {
    root_module: { child_modules: [{ address: 'module.app', resources: [{ address, ...named, schema_version: 0 }] }] },
  };

  test('changes nothing', () => {
    const plan = { resource_changes: [opened, entry(stays)], planned_values };
    expect(dangersOf(plan)).toEqual([]);
    expect(read(plan).changes).toHaveLength(1);
  });

  test.each([
    ['is deleted', { change: isDeleted }],
    ['has values', { change: { actions: ['open'], before: null, after: table } }],
    ['has the address of another resource', { address: 'aws_dynamodb_table.devices' }],
  ])('rejects an ephemeral resource that %s', (_, more) =>
    expect(() => read({ resource_changes: [{ ...opened, ...more }] })).toThrow(/^is not a (?:valid )?plan\b/),
  );
});

test('reports unreadable values of a module as a danger', () =>
  expect(dangersOf({ resource_changes: [], planned_values: { root_module: 'none' } })).toEqual([
    'cannot be judged: the entry of planned_values in the plan is invalid (root_module or one of its child modules does not have the structure of a module)',
  ]));

test('accepts deposed objects, modules, instance keys, moves and data sources in Terraform’s format', () => {
  const moduled = 'module.a["b.c"].module.d[0].aws_dynamodb_table.devices';
  const data = { mode: 'data', address: 'data.aws_dynamodb_table.devices' };
  const resource_changes = [
    entry(stays),
    entry(isDeleted, { deposed: '0a1b2c3d' }),
    entry(isDeleted, { deposed: '0a1b2c3e' }),
    entry(stays, { address: 'aws_dynamodb_table.devices["a b"]', index: 'a b' }),
    entry(stays, { address: `${moduled}[1]`, index: 1, previous_address: moduled }),
    entry({ actions: ['read'], before: null, after: table }, data),
  ];
  expect(read({ resource_changes }).changes).toHaveLength(6);
});

describe('plans that do not list all changes', () => {
  const planned = (...names: readonly string[]) => ({
    root_module: {
      resources: names.slice(0, 1).map((name) => ({
        address: `aws_sqs_queue.${name}`,
        mode: 'managed',
        type: 'aws_sqs_queue',
        name,
        values: {},
      })),
      child_modules: names.slice(1).map((name) => ({
        address: 'module.a',
        resources: [
          { address: `module.a.aws_sqs_queue.${name}`, mode: 'managed', type: 'aws_sqs_queue', name, values: {} },
        ],
      })),
    },
  });
  const danger = (address: string) => `cannot be judged: the plan file contains no planned action for ${address}`;

  test.each([
    ['has none', {}],
    ['has an empty list', { resource_changes: [] }],
  ])('reports a danger for a plan that %s', (_, more) => {
    const plan = { planned_values: planned('jobs', 'mails'), ...more };
    expect(dangersOf(plan)).toEqual([danger('aws_sqs_queue.jobs'), danger('module.a.aws_sqs_queue.mails')]);
    expect(noteOf(reviewOf(read(plan)), { commit: undefined })).toMatch(
      /^### 🟠 Cannot be judged: the plan file contains no planned action for `aws_sqs_queue\.jobs` \(the same applies to `module\.a\.aws_sqs_queue\.mails`\)\./,
    );
  });

  test('reports a danger even if only one entry is missing', () => {
    const queue = { address: 'aws_sqs_queue.jobs', type: 'aws_sqs_queue', name: 'jobs' };
    const values = { name: 'jobs' };
    const plan = {
      planned_values: planned('jobs', 'mails'),
      resource_changes: [entry({ ...stays, before: values, after: values }, queue)],
    };
    expect(dangersOf(plan)).toEqual([danger('module.a.aws_sqs_queue.mails')]);
  });

  test('reports no danger for a plan with only state, outputs or data sources, as with -refresh-only', () => {
    const data = { address: 'data.aws_region.here', mode: 'data', type: 'aws_region', values: {} };
    const prior_state = {
      values: { root_module: { resources: [{ address: 'aws_sqs_queue.jobs', mode: 'managed' }] } },
    };
    const planned_values = { outputs: {}, root_module: { resources: [data] } };
    expect(dangersOf({ planned_values, prior_state })).toEqual([]);
  });
});

describe('resources removed from the state', () => {
  const forgotten = (type: string, more: object = {}) => ({
    resource_changes: [
      entry({ actions: ['forget'], before: {}, after: null, ...more }, { address: `${type}.x`, type, name: 'x' }),
    ],
  });

  test.each([
    ['aws_db_instance', 'the resource remains, with its database, but Terraform no longer manages it'],
    ['aws_dynamodb_table', 'the resource remains, with its items, but Terraform no longer manages it'],
    ['datadog_monitor', 'the resource remains unchanged, but Terraform no longer manages it'],
    ['aws_iam_role', 'the resource remains, but Terraform no longer manages it'],
  ])('reports a danger for a removed %s', (type, what) => {
    expect(dangersOf(forgotten(type))).toEqual([`no longer managed: ${type}.x is removed from the state: ${what}`]);
  });

  test.each([[['create', 'forget']], [['forget', 'create']]])(
    'reports a danger even if the resource is created again: %j',
    (actions) => {
      const plan = forgotten('datadog_monitor', { actions, before: {}, after: {} });
      expect(dangersOf(plan)).toEqual([
        'no longer managed: datadog_monitor.x is created again; the old resource remains, but Terraform no longer manages it',
      ]);
    },
  );

  test('reports no danger for a data source', () => {
    const data = { address: 'data.aws_region.x', mode: 'data', type: 'aws_region', name: 'x' };
    expect(dangersOf({ resource_changes: [entry({ actions: ['forget'], before: {}, after: null }, data)] })).toEqual(
      [],
    );
  });
});

describe('deferred changes', () => {
  const deferring = (change: object, more: object = {}) => ({
    complete: false,
    resource_changes: [],
    deferred_changes: [{ reason: 'provider_config_unknown', resource_change: entry(change, more) }],
  });

  test.each([
    ['a deletion', isDeleted, {}, 'is deleted: its items are lost (deferred)'],
    [
      'a deletion with the resource type only in the address',
      isDeleted,
      { type: undefined, name: undefined },
      'is deleted: its items are lost (deferred)',
    ],
    [
      'a replacement',
      { actions: ['delete', 'create'], before: table, after: table },
      {},
      'is replaced: its items are lost (deferred)',
    ],
  ])('reports a deferred change like an immediate change: %s', (_, change, more, what) => {
    expect(dangersOf(deferring(change, more))).toContain(`data loss: aws_dynamodb_table.devices ${what}`);
  });

  test('reports no danger for a deferred creation, or for a deferred change without a known action', () => {
    for (const change of [{}, { actions: [] }, { actions: null }, { actions: ['create'], before: null, after: table }])
      expect(dangersOf(deferring(change))).toEqual([]);
  });

  test('rejects a deferred change with an invalid action', () => {
    for (const actions of [['Delete'], ['delete', 'forget'], ['explode']])
      expect(() => read(deferring({ ...isDeleted, actions }))).toThrow(
        'deferred_changes.0.resource_change.change.actions',
      );
  });
});

test('reports data loss if a deposed object is deleted', () =>
  expect(dangersOf({ resource_changes: [entry(stays), entry(isDeleted, { deposed: '0a1b2c3d' })] })).toEqual([
    'data loss: the old object of aws_dynamodb_table.devices (deposed 0a1b2c3d) is deleted: its items are lost',
  ]));
