import type { Block } from '@himeshima/terraform-json';
import { blocksIn } from './block-values';
import type { DeclaredStack } from './declared-stack';
import { isOneOf, type PublicAccessRule, settingRule } from './public-access-rule';

const settings = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
const fix = 'set all four settings of an aws_s3_bucket_public_access_block to true';

const missingSettings = (stack: DeclaredStack, block: Block) =>
  settings.filter((name) => !isOneOf(true)(stack.read(block, name)));

/**
 * Matches grantee groups that include users outside the account. Source: Amazon S3 user guide, "Access control list (ACL)
 * overview", "Amazon S3 predefined groups"
 */
const strangers = /\/(AllUsers|AuthenticatedUsers)$/;

const publicAcl = {
  isPublic: isOneOf('public-read', 'public-read-write', 'authenticated-read'),
  problem: 'its ACL allows users outside this account to read the bucket',
  fix: 'remove the ACL',
};

/** Creates a rule that rejects grants to users outside the account. `path` leads to the grant blocks; `uriOf` returns a grantee's URI. */
const grants = (
  type: string,
  path: string,
  uriOf: (grant: ReturnType<typeof blocksIn>[number]) => unknown,
): PublicAccessRule => ({
  types: [type],
  faultsOf: (block, stack) =>
    blocksIn(stack.read(block, path)).some((grant) => strangers.test(String(uriOf(grant))))
      ? [{ problem: 'grants access to a group that includes users outside this account', fix: 'remove the grant' }]
      : [],
});

/** Rules about S3 buckets. */
export const bucketAccess: readonly PublicAccessRule[] = [
  {
    types: ['aws_s3_bucket'],
    faultsOf(bucket, stack) {
      const own = stack
        .ofType('aws_s3_bucket_public_access_block')
        .filter((block) => stack.named(block, 'bucket', { type: 'aws_s3_bucket', name: 'bucket' }) === bucket);
      const blocks = [...own, ...stack.ofType('aws_s3_account_public_access_block')];
      if (blocks.some((block) => missingSettings(stack, block).length === 0)) return [];
      const [first] = own;
      const problem =
        first === undefined
          ? 'has no public access block'
          : `its public access block ${first.address} does not set ${missingSettings(stack, first).join(', ')}`;
      return [{ problem, fix }];
    },
  },
  settingRule({ types: ['aws_s3_bucket', 'aws_s3_bucket_acl'], path: 'acl', ...publicAcl }),
  grants('aws_s3_bucket', 'grant', ({ uri }) => uri),
  grants('aws_s3_bucket_acl', 'access_control_policy.grant', ({ grantee }) => blocksIn(grantee).map(({ uri }) => uri)),
];
