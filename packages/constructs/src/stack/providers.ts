import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Backend, type TerraformStack } from 'cdktf';

interface AwsAccess {
  readonly account: string;
  readonly region: string;
  /** Tags of every resource; Datadog's AWS integration adds them to the metrics. */
  readonly tags: Readonly<Record<string, string>>;
  /** Bucket of the Terraform state. */
  readonly stateBucket: string;
}

/** Declares the AWS provider and the S3 backend. Credentials come from the default provider chain. */
export function declareAws(stack: TerraformStack, { account, region, tags, stateBucket }: AwsAccess): void {
  new AwsProvider(stack, 'aws', {
    region,
    allowedAccountIds: [account],
    defaultTags: [{ tags: { ...tags } }],
  });
  new S3Backend(stack, { bucket: stateBucket, key: `${stack.node.id}.tfstate`, region, encrypt: true });
  // cdktf 0.21 has no useLockfile. Terraform supports S3 locking since version 1.10.
  stack.addOverride('terraform.backend.s3.use_lockfile', true);
}
