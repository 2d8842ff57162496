import { plain } from '../note/json-output';
import { declaring } from '../plan/declaring.fixture';
import { planOf } from '../plan/read-plan';
import { created, deleted, replaced } from './dangers.fixture';
import { repeatedNames } from './repeated-names';

interface PlanParts {
  readonly changes: readonly { readonly address: string; readonly type: string; readonly change: object }[];
  /** Provider configuration of each resource. */
  readonly providers?: readonly string[];
}

const reported = ({ changes, providers }: PlanParts) => {
  const resources = changes.map(({ address, type }, at) => ({ address, type, provider_config_key: providers?.[at] }));
  const configuration = providers && { root_module: { resources } };
  const plan = planOf({ resource_changes: changes, configuration }, { stack: 'dev' });
  return repeatedNames(plan).map(({ kind, what }) => `${kind}: ${plain(what)}`);
};

const roles = ['a', 'b'].map((name) => created(`aws_iam_role.${name}`, { name: 'deploy' }));

describe('repeated names', () => {
  test('reports two new resources of one provider with the same unique name', () => {
    const what = 'cannot be applied: aws_iam_role.b cannot be created: its name deploy is also used by aws_iam_role.a';
    expect(reported({ changes: roles, providers: ['aws', 'aws'] })).toEqual([what]);
  });

  test.each(['update', 'no-op'])('reports a new resource with the name of an existing one (%s)', (action) => {
    const change = (description: string) => ({ name: 'deploy', description });
    const existing = {
      ...created('aws_iam_role.a', {}),
      change: { actions: [action], before: change('old'), after: change(action === 'update' ? 'new' : 'old') },
    };
    const changes = [created('aws_iam_role.b', { name: 'deploy' }), existing];
    expect(reported({ changes, providers: ['aws', 'aws'] })).toEqual([
      'cannot be applied: aws_iam_role.b cannot be created: its name deploy is already used by aws_iam_role.a',
    ]);
    expect(reported({ changes, providers: ['aws', 'aws.west'] })).toEqual([]);
  });

  test('ignores the old name of a renamed resource', () => {
    const renamed = {
      ...created('github_repository.a', {}),
      change: { actions: ['update'], before: { name: 'site' }, after: { name: 'site-old' } },
    };
    const changes = [created('github_repository.b', { name: 'site' }), renamed];
    expect(reported({ changes, providers: ['github', 'github'] })).toEqual([]);
  });

  test('ignores names that contain secrets, which may differ', () => {
    const buckets = ['a', 'b'].map((name) => ({
      ...created(`aws_s3_bucket.${name}`, {}),
      change: { actions: ['create'], before: null, after: { bucket: name }, after_sensitive: { bucket: true } },
    }));
    expect(reported({ changes: buckets })).toEqual([]);
  });

  describe('at another address', () => {
    const again = (
      type: string,
      before: object,
      after: object = before,
      provider_config: object = { aws: { name: 'aws' } },
    ) => {
      const resource_changes = [
        { ...created(`${type}.old`, {}), change: { actions: ['delete'], before, after: null } },
        created(`${type}.new`, after),
      ];
      const key = Object.keys(provider_config)[0];
      const resources = [{ address: `${type}.new`, provider_config_key: key }];
      const configuration = { provider_config, root_module: { resources } };
      return repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' })).map(({ what }) =>
        plain(what),
      );
    };
    const azure = { azurerm: { name: 'azurerm' } };

    test('reports a new resource with the name of a deleted one, if the provider has one configuration', () => {
      expect(again('aws_iam_role', { name: 'deploy' })).toEqual([
        'aws_iam_role.new cannot be created before aws_iam_role.old is deleted: both have the same name',
      ]);
      const west = { aws: { name: 'aws' }, 'aws.west': { name: 'aws', alias: 'west' } };
      expect(again('aws_iam_role', { name: 'deploy' }, { name: 'deploy' }, west)).toEqual([]);
      expect(again('aws_iam_role', { name: 'deploy' }, { name: 'other' })).toEqual([]);
    });

    test('reports a new resource with the old name of a replaced one', () => {
      const subnet = (cidr_block: string) => ({ vpc_id: 'vpc-1', cidr_block });
      const sentences = (before: string, after: string) => {
        const resource_changes = [
          replaced('aws_subnet.public', subnet(before), subnet(after)),
          created('aws_subnet.private', subnet('10.0.1.0/24')),
        ];
        const resources = resource_changes.map(({ address }) => ({ address, provider_config_key: 'aws' }));
        const configuration = { provider_config: { aws: { name: 'aws' } }, root_module: { resources } };
        return repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' })).map(({ what }) =>
          plain(what),
        );
      };
      expect(sentences('10.0.1.0/24', '10.0.101.0/24')).toEqual([
        'aws_subnet.private cannot be created before aws_subnet.public is replaced: both have the same cidr_block',
      ]);
      expect(sentences('10.0.2.0/24', '10.0.101.0/24')).toEqual([]);
    });

    test('compares the cluster of a node group', () => {
      const groups = (...clusters: readonly string[]) => {
        const resource_changes = clusters.map((cluster_name, at) =>
          created(`aws_eks_node_group.g${at}`, { node_group_name: 'workers', cluster_name }),
        );
        const resources = resource_changes.map(({ address }) => ({ address, provider_config_key: 'aws' }));
        const configuration = { provider_config: { aws: { name: 'aws' } }, root_module: { resources } };
        return repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' })).length;
      };
      expect(groups('a', 'a', 'a')).toBe(2);
      expect(groups('a', 'b')).toBe(0);
    });

    test('compares the parents of an object in Azure', () => {
      const subnet = (virtual_network_name: string) => ({
        name: 'app',
        resource_group_name: 'rg',
        virtual_network_name,
      });
      expect(again('azurerm_subnet', subnet('hub'), subnet('hub'), azure)).toHaveLength(1);
      expect(again('azurerm_subnet', subnet('hub'), subnet('spoke'), azure)).toEqual([]);
    });

    test('describes a resource in a moved module by its module', () => {
      const inModule = (module: string, change: object) => ({
        ...created('aws_iam_role.r', {}),
        address: `module.${module}.aws_iam_role.r`,
        change,
      });
      const resource_changes = [
        inModule('a', { actions: ['delete'], before: { name: 'deploy' }, after: null }),
        inModule('b', { actions: ['create'], before: null, after: { name: 'deploy' } }),
      ];
      const configuration = { provider_config: { aws: { name: 'aws' } }, root_module: {} };
      expect(
        repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' })).map(({ what }) => plain(what)),
      ).toEqual([
        'module.b.aws_iam_role.r cannot be created before the same resource in module.a is deleted: both have the same name',
      ]);
    });
  });

  describe('in different modules', () => {
    const inModules = (key: (module: string) => string, provider_config: object = {}) => {
      const modules = ['one', 'two'];
      const resource_changes = modules.map((name) => ({
        ...created('aws_iam_role.r', { name: 'deploy' }),
        address: `module.${name}.aws_iam_role.r`,
      }));
      const module_calls = Object.fromEntries(
        modules.map((name) => [
          name,
          { module: { resources: [{ address: 'aws_iam_role.r', provider_config_key: key(name) }] } },
        ]),
      );
      const configuration = { provider_config, root_module: { module_calls } };
      return repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' })).length;
    };
    const aws = { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } };

    test('reports two resources of one provider configuration', () => expect(inModules(() => 'aws')).toBe(1));

    test('reports two resources whose modules inherit one configuration (Terraform before 1.2)', () => {
      const configurations = { aws, 'module.one:aws': { name: 'aws' }, 'module.two:aws': { name: 'aws' } };
      expect(inModules((module) => `${module}:aws`, configurations)).toBe(1);
    });

    test('reports two resources in nested modules whose parent contains the configuration (Terraform before 1.2)', () => {
      const nested = (name: string) => ({
        module: { resources: [{ address: 'aws_iam_role.r', provider_config_key: `${name}:aws` }] },
      });
      const addresses = ['module.db.module.my_module.aws_iam_role.r', 'module.db.module.two.aws_iam_role.r'];
      const resource_changes = addresses.map((address) => ({
        ...created('aws_iam_role.r', { name: 'deploy' }),
        address,
      }));
      const configuration = {
        provider_config: { 'module.db:aws': aws, 'module.db.module.two:aws': { name: 'aws' } },
        root_module: {
          module_calls: { db: { module: { module_calls: { my_module: nested('my_module'), two: nested('two') } } } },
        },
      };
      const [change] = planOf({ resource_changes, configuration }, { stack: 'dev' }).changes;
      expect(change?.provider).toBe('module.db:aws');
      expect(repeatedNames(planOf({ resource_changes, configuration }, { stack: 'dev' }))).toHaveLength(1);
    });

    test('ignores a module with its own provider configuration', () => {
      expect(inModules((module) => `${module}:aws`, { aws, 'module.two:aws': aws })).toBe(0);
      expect(inModules((module) => (module === 'one' ? 'aws' : 'module.two:aws'), { aws, 'module.two:aws': aws })).toBe(
        0,
      );
    });

    test('ignores modules that may receive different configurations (Terraform before 1.2)', () =>
      expect(inModules((module) => `${module}:aws`, { aws, 'aws.west': { ...aws, alias: 'west' } })).toBe(0));
  });

  test('ignores resources with the same name if they may be in different accounts or regions', () => {
    expect(reported({ changes: roles, providers: ['aws', 'aws.west'] })).toEqual([]);
    expect(reported({ changes: roles })).toEqual([]);
  });

  test('reports buckets with the same name in any region', () => {
    const buckets = ['a', 'b'].map((name) => created(`aws_s3_bucket.${name}`, { bucket: 'site' }));
    expect(reported({ changes: buckets })).toHaveLength(1);
  });

  test('reports a bucket that is deleted and created at another address', () =>
    expect(
      reported({
        changes: [deleted('aws_s3_bucket.a', { bucket: 'site' }), created('aws_s3_bucket.b', { bucket: 'site' })],
      }),
    ).toEqual([
      'cannot be applied: aws_s3_bucket.b cannot be created before aws_s3_bucket.a is deleted: both have the same bucket',
    ]));

  test('ignores repeated names that need not be unique', () =>
    expect(
      reported({
        changes: ['a', 'b'].map((name) => created(`aws_vpc.${name}`, { name: 'main' })),
        providers: ['aws', 'aws'],
      }),
    ).toEqual([]));

  test('reports a replacement that creates a resource with the name of the old resource', () => {
    const replaced = (actions: readonly string[], name: string) => ({
      ...created('aws_iam_role.a', {}),
      change: { actions, before: { name: 'deploy', path: '/' }, after: { name, path: '/x/' } },
    });
    expect(reported({ changes: [replaced(['create', 'delete'], 'deploy')] })).toEqual([
      'cannot be applied: aws_iam_role.a cannot be created before the old one is destroyed: both have the same name',
    ]);
    expect(reported({ changes: [replaced(['delete', 'create'], 'deploy')] })).toEqual([]);
    expect(reported({ changes: [replaced(['create', 'delete'], 'other')] })).toEqual([]);
  });
});

describe('a name that must be unique in a parent that is known only after apply', () => {
  const sentences = (given: Parameters<typeof declaring>[0]) => {
    const provider_config = { aws: { name: 'aws' }, google: { name: 'google' } };
    return repeatedNames(declaring(given, { provider_config })).map(({ what }) => plain(what));
  };
  const subnet = (...references: readonly string[]) => ({
    after: { cidr_block: '10.0.1.0/24' },
    later: { vpc_id: references },
  });

  test('is reported if both resources refer to the same parent', () => {
    const both = { 'aws_subnet.a': subnet('aws_vpc.main.id'), 'aws_subnet.b': subnet('aws_vpc.main.id') };
    const expected = ['aws_subnet.b cannot be created: its cidr_block 10.0.1.0/24 is also used by aws_subnet.a'];
    expect(sentences(both)).toEqual(expected);
    const local = { 'aws_subnet.a': subnet('local.vpc_id'), 'aws_subnet.b': subnet('local.vpc_id') };
    expect(sentences(local)).toEqual(expected);
  });

  test('is not reported if the parents may differ', () => {
    expect(sentences({ 'aws_subnet.a': subnet('aws_vpc.a.id'), 'aws_subnet.b': subnet('aws_vpc.b.id') })).toEqual([]);
    expect(sentences({ 'aws_subnet.a': subnet('each.value'), 'aws_subnet.b': subnet('each.value') })).toEqual([]);
  });

  test('is not reported for instances in projects that are known only after apply', () => {
    const vm = (project: string) => ({ after: { name: 'vm', zone: 'a' }, later: { project: [project] } });
    const both = { 'google_compute_instance.a': vm('module.a.id'), 'google_compute_instance.b': vm('module.b.id') };
    expect(sentences(both)).toEqual([]);
  });
});
