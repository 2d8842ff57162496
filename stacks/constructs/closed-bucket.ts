import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import type { Construct } from 'constructs';
import { policyJson, type ResourceStatement } from './policy-document';

/** Lets nobody outside of the account into a bucket, and nobody at all without TLS. */
export function closeBucket(scope: Construct, { arn, bucket }: S3Bucket): void {
  const block = new S3BucketPublicAccessBlock(scope, 'public-access', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
  const tlsAlone: ResourceStatement = {
    Sid: 'TlsAlone',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:*'],
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  // Both calls change the same setting of the bucket; at once they answer 409 (OperationAborted).
  new S3BucketPolicy(scope, 'policy', { bucket, policy: policyJson([tlsAlone]), dependsOn: [block] });
}
