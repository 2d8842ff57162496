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
