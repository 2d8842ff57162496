import type { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import type { Construct } from 'constructs';
import { policyJson, type ResourceStatement } from './policy-document';

/** Blocks public access to a bucket, disables ACLs and denies requests without TLS. */
export function restrictBucketAccess(scope: Construct, { arn, bucket }: S3Bucket): void {
  const block = new S3BucketPublicAccessBlock(scope, 'public-access', {
    bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(scope, 'ownership', { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } });
  const tlsOnly: ResourceStatement = {
    Sid: 'TlsAlone',
    Effect: 'Deny',
    Principal: '*',
    Action: ['s3:*'],
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  // Concurrent changes to a bucket's settings fail with 409 (OperationAborted).
  new S3BucketPolicy(scope, 'policy', { bucket, policy: policyJson([tlsOnly]), dependsOn: [block] });
}
