import { say } from '../phrase';
import { withoutKeys } from '../plan/configuration';
import type { Change, Plan } from '../plan/plan';
import { modulesOf } from '../plan/resource-id';
import { typeOfUser } from '../plan/usage';
import { isUnknownAt } from '../plan/value-at';
import { newIn } from '../renames';
import type { Danger, Rule } from './rule';

/**
 * Reports new log groups whose new KMS key has only the default policy, which does not let CloudWatch Logs use the key. Source: Amazon
 * CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"
 */
export const rejectedKeys: Rule = (plan) => {
  const created = newIn(plan);
  const keys = new Set(created.filter((change) => hasDefaultPolicy(change, plan)).map(({ address }) => address));
  // a policy may belong to any key
  if (keys.size === 0 || created.some(isPolicyOfUnknownKey)) return [];
  return created
    .filter((change) => change.type === 'aws_cloudwatch_log_group' && isUnknownAt(change, ['kms_key_id']))
    .flatMap(({ address, references }): Danger[] => {
      const [own, ...others] = references['kms_key_id'] ?? [];
      const key = `${modulesOf(address)}${own?.replace(/\.arn$/, '')}`;
      if (others.length > 0 || !keys.has(key)) return [];
      const what = say`${address} cannot be created: no policy of ${key} lets CloudWatch Logs use the key`;
      return [{ kind: 'cannot be applied', address, attribute: 'kms_key_id', what }];
    });
};

const isPolicyOfUnknownKey = ({ type, references }: Change): boolean =>
  type === 'aws_kms_key_policy' &&
  (references['key_id']?.length !== 1 || references['key_id'].some((one) => !one.startsWith('aws_kms_key.')));

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
