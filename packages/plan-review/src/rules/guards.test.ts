import { plain } from '../note/json-output';
import { planOf } from '../plan/read-plan';
import { created, dangersOf, deleted, planned, updated } from './dangers.fixture';
import { preventedIn } from './rules';

const unchanged = (address: string, values: object) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, change: { actions: ['no-op'], before: values, after: values } };
};
const block = (values: object) => unchanged('aws_s3_bucket_public_access_block.b', { bucket: 'site', ...values });
const acl = updated('aws_s3_bucket_acl.a', { bucket: 'site', acl: 'private' }, { bucket: 'site', acl: 'public-read' });

describe('settings of other resources', () => {
  test('prevent the danger of a public ACL if the bucket ignores public ACLs', () => {
    const changes = [acl, block({ ignore_public_acls: true })];
    expect(dangersOf(...changes)).toEqual([]);
    expect(preventedIn(planned(changes)).map(({ by }) => plain(by))).toEqual([
      'aws_s3_bucket_public_access_block.b ignores public ACLs (ignore_public_acls)',
    ]);
  });

  test.each([
    ['no setting ignores public ACLs', block({ block_public_acls: true })],
    ['the setting belongs to another bucket', block({ bucket: 'other', ignore_public_acls: true })],
    ['only a deposed object has the setting', { ...block({ ignore_public_acls: true }), deposed: 'ab12' }],
    [
      'the setting is removed',
      deleted('aws_s3_bucket_public_access_block.b', { bucket: 'site', ignore_public_acls: true }),
    ],
  ])('do not prevent the danger of a public ACL if %s', (_, other) =>
    expect(dangersOf(acl, other)).toContain('exposure: aws_s3_bucket_acl.a can be read by anyone (acl: public-read)'),
  );

  test('are mentioned in the danger of a public policy if they only limit access', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' };
    const policy = (...Statement: readonly object[]) => ({ bucket: 'site', policy: JSON.stringify({ Statement }) });
    expect(
      dangersOf(
        updated('aws_s3_bucket_policy.p', policy(), policy(statement)),
        block({ restrict_public_buckets: true }),
      ),
    ).toEqual([
      expect.stringMatching(
        /for anyone, but aws_s3_bucket_public_access_block\.b limits public access to AWS services/,
      ),
    ]);
  });

  test.each([
    ['aws_s3_bucket_acl', ['aws_s3_bucket.site.id'], ['aws_s3_bucket.site.id'], 1],
    ['aws_s3_bucket', [], ['aws_s3_bucket.a.id'], 1],
    ['aws_s3_bucket_acl', ['aws_s3_bucket.site.id'], ['aws_s3_bucket.other.id'], 0],
    ['aws_s3_bucket_acl', ['aws_s3_bucket.site.id', 'aws_s3_bucket.other.id'], ['aws_s3_bucket.other.id'], 0],
    ['aws_s3_bucket_acl', ['aws_s3_bucket.site[0].id'], ['aws_s3_bucket.site[0].id'], 0],
  ])('compare the references of a new %s (%j) with those of the access block (%j)', (type, own, guard, count) => {
    const one = (of: string, name: string, after: object, references: readonly string[]) => ({
      resource: { address: `${of}.${name}`, type: of, expressions: { bucket: { references } } },
      change: created(`${of}.${name}`, after, { bucket: true }),
    });
    const all = [
      one(type, 'a', { acl: 'public-read' }, own),
      one('aws_s3_bucket_public_access_block', 'b', { ignore_public_acls: true }, guard),
    ];
    const json = {
      resource_changes: all.map(({ change }) => change),
      configuration: { root_module: { resources: all.map(({ resource }) => resource) } },
    };
    expect(preventedIn(planOf(json, { stack: 'dev' }))).toHaveLength(count);
  });

  test.each([
    [
      created('azurerm_storage_container.c', { storage_account_name: 'a', container_access_type: 'blob' }),
      unchanged('azurerm_storage_account.a', { name: 'a', allow_nested_items_to_be_public: false }),
    ],
    [
      created('google_storage_bucket_iam_member.m', {
        bucket: 'b',
        member: 'allUsers',
        role: 'roles/storage.objectViewer',
      }),
      unchanged('google_storage_bucket.b', { name: 'b', public_access_prevention: 'enforced' }),
    ],
  ])('prevent public access in other clouds (case %#)', (change, guard) => {
    expect(dangersOf(change)).toHaveLength(1);
    expect(dangersOf(change, guard)).toEqual([]);
  });
});
