import { noteOf } from './note/note';
import { openingIn } from './opening.fixture';
import { planOf } from './plan/read-plan';
import { reviewOf } from './review';

const within = (module: string, own: string, change: object) => {
  const [type = '', name = ''] = own.split('.');
  return { address: module === '' ? own : `${module}.${own}`, type, name: name.replace(/\[.*/, ''), change };
};
const moved = (from: string, to: string, own: string, values: object, after: object = values) => [
  within(from, own, { actions: ['delete'], before: values, after: null }),
  within(to, own, { actions: ['create'], before: null, after, after_unknown: { arn: true } }),
];
const reviewed = (...changes: readonly object[]) => reviewOf(planOf({ resource_changes: changes }, { stack: 'dev' }));

const log = (service: string) => ({ name: `/ecs/${service}`, retention_in_days: 30 });
/** Module with two log groups and a service, most of whose values are known only after apply. */
const service = (from: string, to: string) => [
  ...moved(from, to, 'aws_cloudwatch_log_group.logs["api"]', log('api')),
  ...moved(from, to, 'aws_cloudwatch_log_group.logs["web"]', log('web')),
  ...moved(
    from,
    to,
    'aws_ecs_service.api',
    { name: 'api', cluster: 'arn:1', network_configuration: [{ assign_public_ip: true, subnets: ['a'] }] },
    { name: 'api', network_configuration: [{ assign_public_ip: true }] },
  ),
];

describe('modules that were moved without a moved block', () => {
  const review = reviewed(...service('module.vpc.module.ecs', 'module.ecs'));
  const note = noteOf(review, { commit: undefined });

  test('starts with the number of recreated resources, and does not list them as other changes', () =>
    expect(openingIn(review)).toMatch(
      /^### 🔴 Destroys 3 resources of `module\.vpc\.module\.ecs` and creates them again in `module\.ecs`\. Data loss: (?!.*Also)/,
    ));

  test('describes equal dangers of the resources in one line', () =>
    expect(note).toContain(
      '- **Data loss:** `module.vpc.module.ecs.aws_cloudwatch_log_group.logs["api"]` is deleted: its log events are lost; the same resource in `module.ecs` starts empty; the same applies to `module.vpc.module.ecs.aws_cloudwatch_log_group.logs["web"]`\n',
    ));

  test('suggests one moved block for all resources', () => {
    expect(review.moves).toEqual([
      { from: 'module.vpc.module.ecs', to: 'module.ecs', count: 3, stateful: true, sameNames: 3 },
    ]);
    expect(review.renames).toEqual([]);
    expect(note).toContain('```hcl\n  moved {\n    from = module.vpc.module.ecs\n    to   = module.ecs\n  }\n  ```');
  });

  test('compares the resources, and reports no exposure that already existed', () =>
    expect(review.dangers.filter(({ kind }) => kind === 'exposure')).toEqual([]));

  const stays = (address: string) => within('', address, { actions: ['no-op'], before: {}, after: {} });
  const inModule = (address: string, own: string) => ({ ...stays(own), address: `${address}.${own}` });
  const one = service('module.a', 'module.b');
  /** Module with other resources than `service`. */
  const topics = (from: string, to: string) =>
    ['alerts', 'events'].flatMap((name) => moved(from, to, `aws_sns_topic.${name}`, { name }));

  test.each([
    ['a resource stays in the module', [...one, inModule('module.a', 'aws_sqs_queue.jobs')]],
    ['a resource exists in the new module', [...one, inModule('module.b', 'aws_sqs_queue.jobs')]],
    ['the new module is inside the old module', service('module.a', 'module.a.module.inner')],
    ['the old module is inside the new module', service('module.a.module.inner', 'module.a')],
    ['two modules swap', [...one, ...topics('module.b', 'module.a')]],
    ['two modules become one', [...one, ...topics('module.c', 'module.b')]],
    ['one module becomes two', [...one, ...topics('module.a', 'module.c')]],
  ])('suggests no block for a module if %s, because Terraform rejects or ignores it', (_, changes) => {
    const { moves, renames } = reviewed(...changes);
    expect(moves).toEqual([]);
    expect(renames.length).toBeGreaterThanOrEqual(3);
  });

  test('suggests a block for a nested module if the outer module stays', () =>
    expect(
      reviewed(
        ...service('module.a.module.x', 'module.b.module.x'),
        inModule('module.a', 'aws_sqs_queue.jobs'),
      ).moves.map(({ from, to }) => [from, to]),
    ).toEqual([['module.a.module.x', 'module.b.module.x']]));

  test('starts the block of a resource inside the module from its address after the move', () => {
    const queue = moved('module.a', 'module.b', 'aws_sqs_queue.q', { name: 'jobs', delay: 5 });
    const [gone, come] = queue.map((change) => ({ ...change }));
    const renamed = [
      { ...gone, address: 'module.a.aws_sqs_queue.q[0]' },
      { ...come, address: 'module.b.aws_sqs_queue.q["jobs"]' },
    ];
    expect(reviewed(...one, ...renamed).renames.map(({ from, to }) => [from, to])).toEqual([
      ['module.b.aws_sqs_queue.q[0]', 'module.b.aws_sqs_queue.q["jobs"]'],
    ]);
  });

  test('does not report unchanged rights of a recreated policy as broader access', () => {
    const policy = {
      name: 'admin',
      policy: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
    };
    const changes = [...one, ...moved('module.a', 'module.b', 'aws_iam_policy.admin', policy)];
    expect(reviewed(...changes).dangers.filter(({ kind }) => kind === 'broader access')).toEqual([]);
    const [, created] = moved('module.a', 'module.c', 'aws_iam_policy.admin', policy);
    expect(reviewed(...one, created ?? {}).dangers.map(({ kind }) => kind)).toContain('broader access');
  });

  test('does not take a module whose resources all have other names for a moved module', () => {
    const tenants = (name: string) =>
      ['api', 'web'].map((log_) => ({
        own: `aws_cloudwatch_log_group.${log_}`,
        values: { name: `/${name}/${log_}`, retention_in_days: 30 },
      }));
    const changes = tenants('acme').flatMap(({ own, values }, at) =>
      moved('module.tenant["acme"]', 'module.tenant["globex"]', own, values, tenants('globex')[at]?.values ?? {}),
    );
    const tenant = reviewed(...changes);
    expect(tenant.moves).toEqual([]);
    expect(openingIn(tenant)).not.toContain('again');
  });

  test('is never green if it is unknown whether the destroyed objects hold data', () =>
    expect(
      reviewed(
        ...moved('module.a', 'module.b', 'example_ledger.x', { name: 'x' }),
        ...moved('module.a', 'module.b', 'aws_acmpca_certificate_authority.y', { type: 'ROOT' }),
        ...moved('module.a', 'module.b', 'aws_acmpca_certificate_authority.z', { type: 'ROOT' }),
      ).unjudged.map(({ address, because }) => `${because} ${address}`),
    ).toEqual(
      expect.arrayContaining([
        'deleted module.a.example_ledger.x',
        'deleted module.a.aws_acmpca_certificate_authority.y',
        'deleted module.a.aws_acmpca_certificate_authority.z',
      ]),
    ));

  test('omits the common end of both module paths', () =>
    expect(
      reviewed(...service('module.a["x"].module.logs', 'module.b.module.logs')).moves.map(({ from, to }) => [from, to]),
    ).toEqual([['module.a["x"]', 'module.b']]));

  test.each([
    ['', 'module.ecs', 'of the root module and creates them again in `module.ecs`'],
    ['module.ecs', '', 'of `module.ecs` and creates them again in the root module'],
  ])(
    'suggests a moved block for each resource, because the root module cannot be moved (%j to %j)',
    (from, to, where) => {
      const one = reviewed(...service(from, to));
      expect(openingIn(one)).toContain(where);
      expect(one.moves).toEqual([]);
      expect(one.renames).toHaveLength(3);
    },
  );
});

describe('possible renames in different modules', () => {
  const role = (name: string) => ({ name, assume_role_policy: '{"Statement":[]}', max_session_duration: 3600 });
  const pair = (gone: readonly [string, string, object], come: readonly [string, string, object]) =>
    reviewed(
      within(gone[0], gone[1], { actions: ['delete'], before: gone[2], after: null }),
      within(come[0], come[1], { actions: ['create'], before: null, after: come[2] }),
    ).renames.map(({ to }) => to);

  test('requires the same Terraform name or the same physical name', () => {
    const bamboo = ['module.bamboo', 'aws_iam_role.bamboo', role('bamboo')] as const;
    expect(pair(bamboo, ['module.eks', 'aws_iam_role.nodes', role('nodes')])).toEqual([]);
    expect(pair(bamboo, ['module.eks', 'aws_iam_role.bamboo', role('nodes')])).toEqual([
      'module.eks.aws_iam_role.bamboo',
    ]);
    expect(pair(bamboo, ['module.eks', 'aws_iam_role.nodes', role('bamboo')])).toEqual([
      'module.eks.aws_iam_role.nodes',
    ]);
    expect(pair(bamboo, ['module.bamboo', 'aws_iam_role.nodes', role('nodes')])).toHaveLength(1);
  });

  test('excludes an instance that count or for_each no longer includes', () => {
    const topic = (name: string) => ({
      topic_name: name,
      service_name: 'kafka1',
      description: 'Events of the shop, kept for a week',
    });
    const gone = { ...within('', 'aiven_kafka_topic.bar[2]', {}), action_reason: 'delete_because_count_index' };
    const come = within('', 'aiven_kafka_topic.foobar', {
      actions: ['create'],
      before: null,
      after: topic('topic-10'),
    });
    const change = { actions: ['delete'], before: topic('topic-2'), after: null };
    expect(reviewed({ ...gone, change }, come).renames).toEqual([]);
    expect(reviewed({ ...gone, action_reason: undefined, change }, come).renames).toHaveLength(1);
  });

  test('matches resources with the same name in the whole cloud, even if most attributes differ', () => {
    const account = (more: object) => ({ name: 'recordings', account_tier: 'Standard', ...more });
    expect(
      pair(
        ['module.media', 'azurerm_storage_account.sa', account({ location: 'uksouth', min_tls_version: 'TLS1_2' })],
        [
          'module.media.module.sa',
          'azurerm_storage_account.this',
          account({ location: 'ukwest', min_tls_version: 'x' }),
        ],
      ),
    ).toEqual(['module.media.module.sa.azurerm_storage_account.this']);
  });
});
