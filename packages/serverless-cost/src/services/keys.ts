import { hoursAMonth } from '../month';
import { ofType } from '../platform-resources';
import type { Resource } from '../resource';
import { at, type Month, type Service, type Usage } from '../usage';
import { deliveriesTo, objectsOf } from './storage';

export const kms: Service = {
  types: ['aws_kms_key', 'aws_kms_alias'],
  usages: (month) =>
    ofType(month.platform, 'aws_kms_key').flatMap((key): Usage[] => {
      const place = { service: 'AWS KMS', ...at(key) };
      return [
        { ...place, what: 'key', quantity: 1, unit: 'keys a month', name: 'kms.key-month' },
        { ...place, what: 'requests', quantity: requestsTo(key, month), unit: 'requests', name: 'kms.request' },
      ];
    }),
};

/** Pattern for resource types that configure encryption but send no KMS requests. */
const silent = /^aws_(kms|iam|cloudwatch_log_group|s3_bucket_server_side)/;

/** Returns the requests to a KMS key. Data keys are reused for minutes, but each new object requires a new key. */
function requestsTo({ address }: Resource, month: Month): number {
  const encrypted = month.platform.byKey.get(address) ?? [];
  const objects = ofType(month.platform, 'aws_s3_bucket')
    .flatMap((bucket) => deliveriesTo(bucket, month))
    .filter(({ stream }) => encrypted.includes(stream))
    .reduce((sum, delivery) => sum + objectsOf(delivery), 0);
  const requesters = encrypted.filter(({ type }) => !silent.test(type));
  return requesters.length * month.fleet.keyRequestsAnHour * hoursAMonth + objects;
}
