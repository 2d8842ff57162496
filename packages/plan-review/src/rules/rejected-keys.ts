import { say } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { typeOfUser } from '../plan/usage';
import { newIn } from '../renames';
import type { Danger, Rule } from './rule';

/**
 * Reports new log groups whose new KMS key has only the default policy, which does not let CloudWatch Logs use the key. Source: Amazon
 * CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"
 */
export const rejectedKeys: Rule = (plan) => {
  const created = newIn(plan);
  const keys = new Set(created.filter((change) => hasDefaultPolicy(change, plan)).map(({ address }) => address));
  return created
    .filter(({ type, after }) => type === 'aws_cloudwatch_log_group' && typeof after['kms_key_id'] !== 'string')
    .flatMap(({ address, waitsFor }) =>
      waitsFor.flatMap((reference): Danger[] => {
        const [, own] = /^(aws_kms_key\.[^.[\]]+(?:\[[^\]]*\])?)\./.exec(reference) ?? [];
        const key = `${modulesOf(address)}${own}`;
        return keys.has(key)
          ? [
              {
                kind: 'cannot be applied',
                address,
                attribute: 'kms_key_id',
                what: say`${address} cannot be created: no policy of ${key} lets CloudWatch Logs use the key`,
              },
            ]
          : [];
      }),
    );
};

/** Returns whether a new key has only the policy that AWS gives it. Returns false if this is unknown. */
const hasDefaultPolicy = ({ type, address, declaredNames }: Change, { users }: Plan): boolean => {
  const known = users.get(withoutKeys(address));
  return (
    type === 'aws_kms_key' &&
    declaredNames?.has('policy') === false &&
    known !== undefined &&
    !['aws_kms_key_policy', 'module', 'output'].some((type) => [...known].map(typeOfUser).includes(type))
  );
};
