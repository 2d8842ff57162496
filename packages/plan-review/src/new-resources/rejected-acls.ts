import type { Phrase } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { typeOfUser } from '../plan/usage';
import { namedOrCounted } from './named-or-counted';

/**
 * Names the ACLs of new buckets without ownership controls. Source: Amazon S3 User Guide, "Controlling ownership of objects and
 * disabling ACLs for your bucket"
 */
export function rejectedAcls(created: readonly Change[], { users }: Plan): readonly Phrase[] {
  const buckets = new Set(
    created.filter(({ type }) => type === 'aws_s3_bucket').map(({ address }) => withoutKeys(address)),
  );
  const rejected = created.filter(({ type, address, waitsFor }) => {
    const bucket = waitsFor.flatMap((one) => /^aws_s3_bucket\.[^.[]+/.exec(one) ?? [])[0];
    const declaration = `${withoutKeys(modulesOf(address))}${bucket}`;
    return (
      type === 'aws_s3_bucket_acl' &&
      buckets.has(declaration) &&
      hasNoControls(users.get(declaration), modulesOf(address) === '')
    );
  });
  return rejected.length === 0
    ? []
    : [['new buckets reject ACLs unless their ownership controls allow them: ', ...namedOrCounted(rejected)]];
}

/** Returns whether nothing declares ownership controls for a bucket. Modules and the outputs of a module may pass it on. */
const hasNoControls = (users: ReadonlySet<string> | undefined, isInRoot: boolean): boolean =>
  users !== undefined &&
  ![...users]
    .map(typeOfUser)
    .some(
      (type) => type === 'aws_s3_bucket_ownership_controls' || type === 'module' || (type === 'output' && !isInRoot),
    );
