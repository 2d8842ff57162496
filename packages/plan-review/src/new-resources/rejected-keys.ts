import type { Phrase } from '../phrase';
import { say } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';

/**
 * Names the new log groups whose new KMS key has only the default policy, which does not let CloudWatch Logs use the key. Source: Amazon
 * CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"
 */
export function rejectedKeys(created: readonly Change[], plan: Plan): readonly Phrase[] {
  const keys = new Map(
    created.flatMap((change) =>
      change.type === 'aws_kms_key' && hasDefaultPolicy(change, plan) ? [[change.address, change] as const] : [],
    ),
  );
  return created
    .filter(({ type, after }) => type === 'aws_cloudwatch_log_group' && typeof after['kms_key_id'] !== 'string')
    .flatMap(({ address, waitsFor }) =>
      waitsFor.flatMap((reference): Phrase[] => {
        const [, own] = /^(aws_kms_key\.[^.[\]]+(?:\[[^\]]*\])?)\./.exec(reference) ?? [];
        const key = own === undefined ? undefined : keys.get(`${modulesOf(address)}${own}`);
        return key === undefined
          ? []
          : [say`${address} will be rejected: no policy of ${key.address} lets CloudWatch Logs use the key`];
      }),
    );
}

const hasDefaultPolicy = ({ address, declared, declaredLater }: Change, { users }: Plan): boolean =>
  declared !== undefined &&
  !('policy' in declared) &&
  declaredLater?.includes('policy') !== true &&
  users.get(withoutKeys(address))?.has('aws_kms_key_policy') === false;
