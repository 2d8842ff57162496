import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { created, deleted } from './dangers.fixture';
import { repeatedNames } from './repeated-names';

interface PlanParts {
  readonly changes: readonly { readonly address: string; readonly type: string }[];
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
    const what = 'cannot be applied: aws_iam_role.b cannot be created: aws_iam_role.a has the same name';
    expect(reported({ changes: roles, providers: ['aws', 'aws'] })).toEqual([what]);
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
