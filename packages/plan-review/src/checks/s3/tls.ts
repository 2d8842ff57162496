import type { Check } from '../check';
import { but, policyOf, without } from '../example';
import { type Resource, templateAt } from '../resource';
import { statementsOf } from '../statements';
import { soundBucket } from './sound';

export const s3Tls: Check = {
  id: 's3-tls',
  severity: 'major',
  about: ['aws_s3_bucket'],
  reason: 'it accepts requests without TLS, which can be read in transit',
  fix: 'a statement in aws_s3_bucket_policy that denies requests with aws:SecureTransport = false',
  source: 'IoT Lens IOTSEC10-BP01; Serverless Lens SEC 3; Checkov CKV_AWS_379',
  finds(bucket, all) {
    const policies = all.naming(bucket, { type: 'aws_s3_bucket_policy', by: 'bucket' });
    return policies !== undefined && !policies.some((policy) => cannotBeRead(policy) || deniesPlain(policy));
  },
  examples: {
    good: [soundBucket, but(soundBucket, 'aws_s3_bucket_policy.archive', { policy: '${data.x.y.json}' })],
    bad: [
      without(soundBucket, 'aws_s3_bucket_policy.archive'),
      but(soundBucket, 'aws_s3_bucket_policy.archive', {
        policy: policyOf({ Principal: { AWS: '111122223333' }, Action: 's3:GetObject', Resource: '*' }),
      }),
    ],
  },
};

const cannotBeRead = (policy: Resource) =>
  templateAt(policy, 'policy') === undefined || statementsOf(policy).length === 0;

const deniesPlain = (policy: Resource) =>
  statementsOf(policy).some(
    ({ Effect, Condition }) =>
      Effect === 'Deny' &&
      Object.values(Condition).some((block) =>
        Object.entries(block).some(([key, values]) => /^aws:securetransport$/i.test(key) && values.includes('false')),
      ),
  );
